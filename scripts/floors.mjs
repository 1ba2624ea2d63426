// Checks who imports whom, type imports included: the floors of core, cycles anywhere, and package borders.
// The rules are in CONTRIBUTING.md; floors.test.mjs shows that each of them bites.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { findCycles } from './find-cycles.mjs'

/** The rooms of each house, a package built in floors, and the floors they are on, lowest first. */
const houses = {
  'packages/core/src/': {
    base: 0,
    errors: 1,
    keys: 1,
    environment: 1,
    http: 2,
    cache: 2,
    schedule: 2,
    'freshness-table': 2,
    transport: 3,
    'http-cache': 3,
    sync: 4,
    mutation: 5,
    manager: 6,
    hydration: 7,
    metrics: 7,
    adapter: 7,
    delta: 7,
    shared: 7,
  },
  'packages/server/src/': {
    base: 0,
    http: 1,
    log: 1,
    limits: 1,
    node: 2,
    conditional: 2,
    stores: 2,
    cache: 3,
    monitoring: 3,
    routes: 4,
  },
}

/** What a library has inside the files that it publishes: its users install nothing of it. */
const inlined = { '@freshline/devtools': { lit: true } }

/** Where a library may load what only some runtimes have; always by a dynamic import, at the first use. */
const nodeRooms = ['packages/server/src/node/', 'packages/server/src/stores/']

const isTest = (file) =>
  /\.(test|test-d|memory\.test|bench)\.[cm]?[jt]sx?$/.test(file) || /\/test\//.test(file)
const isSpec = (file) => /\/test\/(spec|build)\//.test(file)

/**
 * The violations in a set of sources, one line each, in order of file.
 * @param sources from path (relative to the root, with slashes) to text
 * @param manifests from a package's folder to its package.json, parsed
 */
export function checkImports(sources, manifests) {
  const violations = []
  const graph = new Map()
  for (const [file, text] of sources) {
    const folder = Object.keys(manifests).find((candidate) => file.startsWith(`${candidate}/`))
    const targets = []
    for (const { specifier, line, lazy } of importsOf(file, text)) {
      const report = (message) => violations.push(`${file}:${line} ${message}`)
      if (!specifier.startsWith('.')) {
        checkPackageImport({ specifier, lazy }, file, folder, manifests, report)
        continue
      }
      const path = posix.join(posix.dirname(file), specifier)
      if (folder && !path.startsWith(`${folder}/`)) report(`reaches out of its package: '${specifier}'`)
      if (isSpec(file) && folder && path.startsWith(`${folder}/src/`)) {
        report(`a spec goes through the package's public entry, not '${specifier}'`)
      }
      const target = resolveFile(path, sources)
      if (target) targets.push(target)
      if (target && !isTest(file)) checkFloor(file, target, report)
    }
    graph.set(file, targets)
  }
  for (const cycle of findCycles(graph)) violations.push(`cycle: ${cycle.join(' -> ')}`)
  return violations
}

function checkFloor(file, target, report) {
  const house = Object.keys(houses).find((folder) => file.startsWith(folder) && target.startsWith(folder))
  if (!house) return
  const floors = houses[house]
  const from = roomOf(file, house)
  const to = roomOf(target, house)
  if (from === undefined || from === to) return
  if (to === undefined) return report(`a room must not import the entry point '${target}'`)
  for (const room of [from, to])
    if (!(room in floors)) return report(`'${room}' has no floor; add it to scripts/floors.mjs`)
  if (floors[to] > floors[from])
    report(`'${from}' (floor ${floors[from]}) imports '${to}' above it (floor ${floors[to]})`)
  if (floors[to] === floors[from]) report(`'${from}' imports its neighbour '${to}' on floor ${floors[from]}`)
}

/** The folder below a house that a file is in; undefined for the entry point itself. */
function roomOf(file, house) {
  const [room, ...rest] = file.slice(house.length).split('/')
  return rest.length > 0 ? room : undefined
}

function checkPackageImport({ specifier, lazy }, file, folder, manifests, report) {
  if (!folder) return
  const own = manifests[folder]
  const library = !own.private && !isTest(file)
  if (specifier.startsWith('node:')) {
    const mayLoad = lazy && nodeRooms.some((room) => file.startsWith(room))
    if (library && !mayLoad) report(`a library must not import '${specifier}'`)
    return
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const other = Object.values(manifests).find((manifest) => manifest.name === name)
  const entry = `.${specifier.slice(name.length)}`
  if (other?.exports && !(entry in other.exports))
    report(`'${specifier}' is not a public entry point of ${name}`)
  const allowed = { ...own.dependencies, ...own.peerDependencies, ...inlined[own.name] }
  if (library && !(name in allowed)) report(`'${name}' is not a dependency of ${own.name}`)
}

/** Every import, export-from, dynamic import and import type of a file, with its line. */
function importsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found = []
  const add = (node, lazy = false) => {
    if (!node || !ts.isStringLiteralLike(node)) return
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    found.push({ specifier: node.text, line, lazy })
  }
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], true)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function resolveFile(path, sources) {
  const endings = ['', '.ts', '.tsx', '.mjs', '/index.ts', '/index.tsx']
  return endings.map((ending) => path + ending).find((candidate) => sources.has(candidate))
}

function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const read = (file) => readFileSync(join(root, file), 'utf8')
  const list = (pattern) =>
    globSync(pattern, { cwd: root, exclude: (path) => /node_modules|dist/.test(path) })
  const manifestFiles = [
    ...list('packages/*/package.json'),
    ...list('examples/*/package.json'),
    ...list('bench/package.json'),
  ]
  const manifests = Object.fromEntries(
    manifestFiles.map((file) => [posix.dirname(slashes(file)), JSON.parse(read(file))]),
  )
  const files = Object.keys(manifests).flatMap((folder) => list(`${folder}/{src,test}/**/*.{ts,tsx,mts,mjs}`))
  const violations = checkImports(new Map(files.sort().map((file) => [slashes(file), read(file)])), manifests)
  for (const violation of violations) console.log(violation)
  if (violations.length > 0) process.exitCode = 1
}

function slashes(path) {
  return path.replaceAll('\\', '/')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
