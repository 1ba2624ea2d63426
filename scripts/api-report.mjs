// The public names of each entry point with their types, from the built declarations: `api/*.api.md`. Fails when they
// are not what is committed, so that no change of them goes unseen; `--write` accepts them. Own code, because
// api-extractor's version 8 on npm is from 2018 and brings TypeScript 3.1, and its 7 does not know TypeScript 6.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import ts from 'typescript'
import { root } from './bootstrap.mjs'
import { entryPoints } from './entry-points.mjs'

const folder = join(root, 'api')
const writing = process.argv.includes('--write')
const printer = ts.createPrinter({ removeComments: true, omitTrailingSemicolon: true })

const files = entryPoints.map((entry) => ({
  ...entry,
  file: join(root, 'packages', entry.folder, typesOf(entry)),
}))
const missing = files.filter(({ file }) => !existsSync(file))
if (missing.length > 0)
  throw new Error(`Not built: ${missing.map(({ name }) => name).join(', ')}; run \`pnpm build\``)

const program = ts.createProgram(
  files.map(({ file }) => file),
  {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    noEmit: true,
    types: [],
  },
)
const checker = program.getTypeChecker()
const reports = new Map(
  files.map((entry) => [`${entry.name.slice(1).replaceAll('/', '-')}.api.md`, report(entry)]),
)
const known = globSync('*.api.md', { cwd: folder })

if (writing) write()
else {
  const problems = [...new Set([...known, ...reports.keys()])].flatMap((name) => differences(name))
  for (const problem of problems) console.log(problem)
  if (problems.length > 0) {
    console.log(
      '\nIf that is meant, `pnpm api --write` accepts it; say in a changeset what it means for users.',
    )
    process.exitCode = 1
  }
}

function write() {
  mkdirSync(folder, { recursive: true })
  for (const name of known) if (!reports.has(name)) rmSync(join(folder, name))
  for (const [name, text] of reports) writeFileSync(join(folder, name), text)
  console.log(`wrote ${reports.size} reports`)
}

function exportsIn(file) {
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${file} is no module`)
  return checker.getExportsOfModule(module)
}

function report({ name, file }) {
  const exported = exportsIn(file).toSorted(byName)
  const texts = exported.map((symbol) => declarationOf(symbol, file))
  const parts = unexported(exported.map(resolved), file).map((symbol) => declarationOf(symbol, file, ''))
  return (
    [
      `# ${name}`,
      'Written by `pnpm api --write`, compared by `pnpm check`.',
      `\`\`\`ts\n${texts.join('\n\n')}\n\`\`\``,
      ...(parts.length > 0
        ? ['Used above, and not exported:', `\`\`\`ts\n${parts.join('\n\n')}\n\`\`\``]
        : []),
    ].join('\n\n') + '\n'
  )
}

/** Types that the exported declarations name, and those that these name, but no entry point of the package exports. */
function unexported(exported, file) {
  const seen = new Set(
    files
      .filter((other) => packageOf(other.file) === packageOf(file))
      .flatMap((other) => exportsIn(other.file).map(resolved)),
  )
  const found = []
  const queue = [...exported]
  const visit = (node) => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
    if (symbol) meet(resolved(symbol))
    ts.forEachChild(node, visit)
  }
  const meet = (symbol) => {
    if (seen.has(symbol) || !isDeclaredHere(symbol, file)) return
    seen.add(symbol)
    queue.push(symbol)
    found.push(symbol)
  }
  for (let symbol = queue.shift(); symbol; symbol = queue.shift()) {
    if (isDeclaredHere(symbol, file)) symbol.declarations.forEach(visit)
  }
  return found.toSorted(byName)
}

/** Whether a symbol is a type, class or function of its own in this package. */
function isDeclaredHere(symbol, file) {
  const declaration = symbol.declarations?.[0]
  const home = declaration?.getSourceFile()
  if (!home || packageOf(home.fileName) !== packageOf(file)) return false
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  return statement.parent === home
}

function resolved(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** All declarations of an exported name, or where it comes from when another package declares it. */
function declarationOf(symbol, file, prefix = 'export ') {
  const declarations = resolved(symbol).getDeclarations() ?? []
  const home = packageOf(declarations[0]?.getSourceFile().fileName ?? '')
  if (home !== packageOf(file)) return `export { ${symbol.name} } from '@freshline/${home}'`
  return declarations.map((declaration) => textOf(declaration, symbol.name, prefix)).join('\n')
}

function textOf(declaration, name, prefix) {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  const text = printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile())
  const own = declaration.name?.getText()
  const renamed = own && own !== name ? `${text}\nexport { ${own} as ${name} }` : text
  return renamed.startsWith('export ') ? renamed : prefix + renamed
}

function packageOf(file) {
  return relative(join(root, 'packages'), file).split(sep)[0]
}

function byName(a, b) {
  return a.name < b.name ? -1 : 1
}

/** Lines that only one side has; order matters little to a reader who is told the file. */
function differences(name) {
  const held = known.includes(name) ? readFileSync(join(folder, name), 'utf8').split('\n') : []
  const found = reports.get(name)?.split('\n') ?? []
  if (held.join('\n') === found.join('\n')) return []
  const lines = [...only(held, found, '-'), ...only(found, held, '+')]
  return [`api/${name}:`, ...(lines.length > 0 ? lines : ['  the same lines in another order'])]
}

function only(these, those, sign) {
  const counts = new Map()
  for (const line of those) counts.set(line, (counts.get(line) ?? 0) + 1)
  return these
    .filter((line) => {
      const left = counts.get(line) ?? 0
      counts.set(line, left - 1)
      return left <= 0
    })
    .map((line) => `  ${sign} ${line}`)
}

function typesOf({ conditions }) {
  return conditions.import.types
}
