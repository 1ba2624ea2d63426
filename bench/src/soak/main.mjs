// `pnpm soak [--hours=24] [--keys=10000] [--seed=1]`: builds the core, lives a simulated day, and writes docs/soak.md
// and docs/pictures/soak.svg from it. What is no whole day is only printed. Options: --no-build; --page writes the
// page anew from the last run. Fails when the day does not end where it began.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPackages } from '../build-packages.mjs'
import { machine } from '../machine.mjs'
import { judge } from './judge.mjs'
import { soakPage, soakPicture, WARM_UP } from './soak-page.mjs'
import { formatted } from '../write-page.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const stored = join(root, 'bench', 'results', 'soak.json')
const given = new Map(process.argv.slice(2).map((word) => word.replace(/^--/, '').split('=')))
const option = (name, otherwise) => Number(given.get(name) ?? otherwise)
const options = {
  hours: option('hours', 24),
  keys: option('keys', 10_000),
  seed: option('seed', 1),
  every: 1800,
}

if (given.has('page')) await writePages(JSON.parse(readFileSync(stored, 'utf8')))
else await soak()

async function soak() {
  if (!(options.hours >= 2 && options.keys >= 100)) stop('--hours takes at least 2, --keys at least 100')
  if (!globalThis.gc) stop('Run it as "pnpm soak": it needs --expose-gc')
  if (!given.has('no-build')) await buildPackages(['core'])
  const { runSoak } = await import('./run-soak.mjs')
  const run = await runSoak({ ...options, onSample: tell })
  const { growth, slope, faults } = judge(run, WARM_UP)
  console.log(run.counts, run.left)
  console.log(
    `growth ${(growth * 100).toFixed(2)} %, slope ${(slope * 100).toFixed(2)} % over the whole time`,
  )
  for (const fault of faults) console.log(fault)
  if (faults.length > 0) process.exitCode = 1
  if (options.hours < 24) return console.log('Not a whole day: nothing is written')
  const result = { ...machine(), run }
  mkdirSync(dirname(stored), { recursive: true })
  writeFileSync(stored, await formatted(JSON.stringify(result), stored))
  await writePages(result)
}

async function writePages(result) {
  const page = join(root, 'docs', 'soak.md')
  writeFileSync(page, await formatted(soakPage(result), page))
  writeFileSync(join(root, 'docs', 'pictures', 'soak.svg'), soakPicture(result))
  console.log('Written to docs/soak.md and docs/pictures/soak.svg')
}

function tell({ hour, heap, keys, subscribers, entries, log, timers }) {
  const cells = [`${hour} h`, `${(heap / 1e6).toFixed(2)} MB`, `${keys} keys`, `${subscribers} subscribers`]
  console.log([...cells, `${entries} entries`, `${log} of the log`, `${timers} timer`].join(', '))
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
