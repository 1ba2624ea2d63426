// `pnpm bench`: builds the packages, runs each suite in fresh processes, prints ratios beside their bars, and writes
// docs/benchmarks.md. Each suite is stored when it ends (bench/results), so a whole can be made of pieces: `pnpm bench
// cache react` measures some suites anew. Options: --resume (leaves out what was measured today on the same build),
// --page (writes the page from what is stored), --quick (short and rough; stored and written in bench/.quick),
// --profile (also prints where our own time goes; writes nothing), --no-build, --runs=N (processes for each suite).
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { groups, suites } from './bars.mjs'
import { benchmarksPage, resultsById, tally } from './benchmarks-page.mjs'
import { buildPackages, run } from './build-packages.mjs'
import { machine } from './machine.mjs'
import { mergeMedians } from './statistics.mjs'
import { buildOf, peerVersions, QUICK_RESULTS, readStored, RESULTS, store } from './stored-results.mjs'
import { cellsOf, columns } from './table.mjs'
import { formatted } from './write-page.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const options = process.argv.slice(2).filter((word) => word.startsWith('--') && word !== '--')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const has = (name) => options.includes(`--${name}`)

const isQuick = has('quick')
const isKept = !has('profile')
const folder = isQuick ? QUICK_RESULTS : RESULTS
const chosen = has('page') ? [] : named.length > 0 ? suites.filter((suite) => named.includes(suite)) : suites
const runs = Number(options.find((option) => option.startsWith('--runs='))?.slice(7) ?? (isQuick ? 1 : 3))
check()
if (!has('no-build') && chosen.length > 0) await buildPackages(['core', 'react'])
for (const suite of chosen) await measure(suite)
if (isKept) await write().then(tell)

function check() {
  const known = ['resume', 'page', 'quick', 'profile', 'no-build']
  const wrong = options.filter((option) => !known.includes(option.slice(2)) && !/^--runs=\d+$/.test(option))
  if (wrong.length > 0)
    stop(`Unknown option ${wrong.join(', ')}; there are --${known.join(', --')}, --runs=N`)
  const unknown = named.filter((suite) => !suites.includes(suite))
  if (unknown.length > 0) stop(`Unknown suite ${unknown.join(', ')}; there are ${suites.join(', ')}`)
  if (!process.threadCpuUsage) stop(`Node 24 is needed, this is ${process.version}: run it as "pnpm bench"`)
  if (!(runs >= 1)) stop('--runs takes a number of at least 1')
}

/** Runs a suite in fresh processes, and stores its medians, each with its range over the processes. */
async function measure(suite) {
  const conditions = machine()
  const build = buildOf(suite)
  if (has('resume') && isDone(suite, build, conditions))
    return console.error(`${suite}: measured today already`)
  const found = []
  for (let count = 1; count <= runs; count++) {
    console.error(`${suite}, run ${count} of ${runs}`)
    found.push(await runSuite(suite))
  }
  const rows = mergeMedians(found).map((row, index) => {
    const values = found.map((each) => each[index].value)
    return { ...row, range: [Math.min(...values), Math.max(...values)] }
  })
  print(rows)
  if (!isKept) return
  await store(folder, { suite, ...conditions, runs, build, peers: peerVersions(), rows })
  // So that a run that is broken off leaves a page that says what is stored.
  await write()
}

function isDone(suite, build, { date, node }) {
  const before = readStored(folder).find((stored) => stored.suite === suite)
  return before?.build === build && before.date === date && before.node === node && before.runs >= runs
}

async function runSuite(suite) {
  const modes = ['quick', 'profile'].filter(has)
  const output = []
  const code = await run(process.execPath, ['--expose-gc', join(here, 'run-suite.mjs'), suite, ...modes], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
    onOutput: (chunk) => output.push(chunk),
  })
  if (code !== 0) stop(`Suite ${suite} failed; what was measured before it is stored, \`--resume\` goes on`)
  return JSON.parse(Buffer.concat(output).toString())
}

function print(rows) {
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const group of groups) {
    const shown = group.rows.filter((row) => byId.has(row.id))
    if (shown.length > 0)
      console.log(`\n${group.title}\n${columns(shown.map((row) => cellsOf(row, byId.get(row.id))))}`)
  }
}

/** The page from everything that is stored; and the README's figures, which are taken from it. */
async function write() {
  const stored = readStored(folder)
  const page = isQuick ? join(QUICK_RESULTS, 'benchmarks.md') : join(root, 'docs', 'benchmarks.md')
  writeFileSync(page, await formatted(benchmarksPage(stored), page))
  if (!isQuick) execFileSync(process.execPath, [join(root, 'scripts', 'figures.mjs'), '--write'])
  return { page: page.slice(root.length + 1), ...tally(resultsById(stored)) }
}

function tell({ page, tried, missed, unexplained }) {
  console.log(`\n${tried - missed.length} of ${tried} bars met. Written to ${page}`)
  for (const { id, work } of unexplained) console.log(`No reason in bench/src/reasons.mjs: ${id} (${work})`)
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
