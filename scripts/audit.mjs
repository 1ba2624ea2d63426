// Asks the registry for known advisories against what comes along with the published packages. One that is known fails;
// a registry that cannot be asked fails nothing, and is told.
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './bootstrap.mjs'

/** Advisories that do not touch us, by their id, each with the reason. */
const accepted = {}

/** How long the registry may take, milliseconds. */
const PATIENCE = 60_000

/** What run-steps.mjs takes for "not run". */
const NOT_RUN = 3

/**
 * What an audit's answer means: what has to be mended, what is only told, and why nothing is known, if so.
 * @param text what `pnpm audit --json` printed
 * @param published folders of the packages that are published, such as `packages/core`
 */
export function judge(text, published, allowed = accepted) {
  const answer = parse(text)
  if (!answer?.advisories) {
    return { problems: [], notes: [], unknown: answer?.error?.code ?? 'no answer' }
  }
  const problems = []
  const notes = []
  for (const advisory of Object.values(answer.advisories)) {
    const id = advisory.github_advisory_id ?? String(advisory.id)
    const line = `${advisory.severity}: ${advisory.module_name} ${advisory.vulnerable_versions}: ${advisory.title} (${id})`
    const importers = new Set(advisory.findings.flatMap(({ paths }) => paths.map(importerOf)))
    const through = [...importers].filter((importer) => published.includes(importer))
    if (Object.hasOwn(allowed, id)) notes.push(`${line}, accepted: ${allowed[id]}`)
    else if (through.length > 0) problems.push(`${line}, through ${through.join(', ')}`)
    else notes.push(`${line}, in ${[...importers].join(', ')} alone, which nobody installs`)
  }
  return { problems, notes, unknown: undefined }
}

/** The folder of the package that a path of an audit begins with: `packages__core>srvx` is of `packages/core`. */
function importerOf(path) {
  return path.split('>', 1)[0].replaceAll('__', '/')
}

function parse(text) {
  try {
    return JSON.parse(text.slice(text.indexOf('{')))
  } catch {
    return undefined
  }
}

function publishedFolders() {
  return globSync('packages/*/package.json', { cwd: root })
    .filter((file) => JSON.parse(readFileSync(join(root, file), 'utf8')).private !== true)
    .map((file) => dirname(file).replaceAll('\\', '/'))
}

function main() {
  const { stdout } = spawnSync('pnpm', ['audit', '--prod', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: PATIENCE,
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  })
  const { problems, notes, unknown } = judge(stdout ?? '', publishedFolders())
  if (unknown !== undefined) {
    console.log(`NOT RUN: the registry tells no advisories (${unknown})`)
    process.exitCode = NOT_RUN
    return
  }
  for (const line of [...problems, ...notes]) console.log(line)
  console.log(`${problems.length} known advisories against what comes along with the packages`)
  if (problems.length > 0) process.exitCode = 1
}

if (process.argv[1] === import.meta.filename) main()
