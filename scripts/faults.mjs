// `pnpm faults [--seconds=120] [--tabs=5] [--keys=200] [--seed=N] [--break=...]`: Chromium under load while its server is
// killed again and again. Writes docs/faults.md, what is wrong first, and fails where a check finds something; a run that is
// broken on purpose writes nothing. `--record=file` keeps what was seen, and `--judge=file` judges that again. Runs the packages from
// their sources; needs no build.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import '../examples/server/src/resolve-source.ts'
import { root } from './bootstrap.mjs'

const folder = '../packages/vanilla/test/browser/load'
const { runFaults } = await import(`${folder}/run.ts`)
const { judge } = await import(`${folder}/judge.ts`)
const { toPage, toText } = await import(`${folder}/faults-page.ts`)

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    tabs: { type: 'string', default: '5' },
    keys: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    slowdown: { type: 'string', default: '4' },
    interval: { type: 'string', default: '5000-15000' },
    pace: { type: 'string', default: '1' },
    break: { type: 'string' },
    record: { type: 'string' },
    judge: { type: 'string' },
  },
})
const [least = NaN, most = NaN] = values.interval.split('-').map(Number)
const options = {
  seconds: Number(values.seconds),
  tabs: Number(values.tabs),
  keys: Number(values.keys),
  seed: Number(values.seed),
  slowdown: Number(values.slowdown),
  intervals: [least, most],
  pace: Number(values.pace),
  isThorough: values.break === undefined,
}
const result = values.judge ? recorded(values.judge) : await runFaults(options, values.break)
if (values.record) writeFileSync(values.record, JSON.stringify(result))
const verdict = judge(result)
console.log(toText(result, verdict))
if (Object.keys(verdict.wrong).length > 0) process.exitCode = 1
if (values.break === undefined) writeFileSync(join(root, 'docs', 'faults.md'), toPage(result, verdict))

/** What lasts for ever is null in JSON. */
function recorded(file) {
  const endless = (name, value) => (value === null && ['to', 'end'].includes(name) ? Infinity : value)
  return JSON.parse(readFileSync(file, 'utf8'), endless)
}
