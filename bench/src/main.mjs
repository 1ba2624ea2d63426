// `pnpm bench`: builds the packages, runs each suite in fresh processes, prints ratios beside their bars, and writes
// RESULTS.md. `pnpm bench cache react` runs some suites and writes nothing. Options: --quick (short and rough),
// --profile (also prints where our own time goes), --no-build, --runs=N (processes for each suite).
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { groups, suites } from './bars.mjs'
import { page, tally } from './results.mjs'
import { mergeMedians } from './statistics.mjs'
import { cellsOf, columns } from './table.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const options = process.argv.slice(2).filter((word) => word.startsWith('--') && word !== '--')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))

const isQuick = options.includes('--quick')
const chosen = named.length > 0 ? suites.filter((suite) => named.includes(suite)) : suites
const runs = Number(options.find((option) => option.startsWith('--runs='))?.slice(7) ?? (isQuick ? 1 : 3))
check()
if (!options.includes('--no-build')) await build()
const results = new Map()
for (const suite of chosen) for (const [id, result] of await measure(suite)) results.set(id, result)
print()
if (named.length === 0 && !isQuick) await write()

function check() {
  const unknown = named.filter((suite) => !suites.includes(suite))
  if (unknown.length > 0) stop(`Unknown suite ${unknown.join(', ')}; there are ${suites.join(', ')}`)
  if (!process.threadCpuUsage) stop(`Node 24 is needed, this is ${process.version}: run it as "pnpm bench"`)
  if (!(runs >= 1)) stop('--runs takes a number of at least 1')
}

async function build() {
  console.log('Building ...')
  const PATH = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
  for (const name of ['core', 'react']) {
    const code = await run('tsup', ['--silent'], {
      cwd: join(root, 'packages', name),
      env: { ...process.env, PATH },
    })
    if (code !== 0) stop(`packages/${name} cannot be built`)
  }
}

/** Runs a suite in fresh processes; answers its results by id, each with its range over the processes. */
async function measure(suite) {
  const found = []
  for (let count = 1; count <= runs; count++) {
    console.error(`${suite}, run ${count} of ${runs}`)
    found.push(await runSuite(suite))
  }
  return mergeMedians(found).map((result, index) => {
    const values = found.map((rows) => rows[index].value)
    return [result.id, { ...result, range: [Math.min(...values), Math.max(...values)] }]
  })
}

async function runSuite(suite) {
  const modes = ['quick', 'profile'].filter((mode) => options.includes(`--${mode}`))
  const output = []
  const code = await run(process.execPath, ['--expose-gc', join(here, 'run-suite.mjs'), suite, ...modes], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
    onOutput: (chunk) => output.push(chunk),
  })
  if (code !== 0) stop(`Suite ${suite} failed`)
  return JSON.parse(Buffer.concat(output).toString())
}

function print() {
  for (const { title, rows } of groups) {
    const shown = rows.filter((row) => results.has(row.id))
    if (shown.length > 0)
      console.log(`\n${title}\n${columns(shown.map((row) => cellsOf(row, results.get(row.id))))}`)
  }
  const { tried, missed } = tally(results)
  console.log(`\n${tried - missed.length} of ${tried} bars met`)
}

async function write() {
  const { format, resolveConfig } = await import('prettier')
  const file = join(here, '..', 'RESULTS.md')
  const { devDependencies } = JSON.parse(readFileSync(join(here, '..', 'package.json'), 'utf8'))
  const text = page(results, devDependencies, runs)
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }))
  console.log('Written to bench/RESULTS.md')
}

function run(command, args, { onOutput, ...rest }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32', ...rest })
    child.stdout?.on('data', onOutput)
    child.on('error', (error) => stop(`${command} cannot be started: ${error.message}`))
    child.on('close', resolve)
  })
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
