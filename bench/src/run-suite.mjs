// Runs one suite in this process, and writes what it found as one line of JSON. Started by main.mjs, which gives
// each suite a fresh process: nobody's garbage, timers or compiled code reach another suite.
import { consumed } from './measure.mjs'
import { startProfile } from './profile.mjs'

const [suite, ...modes] = process.argv.slice(2)
const { default: run } = await import(`./suites/${suite}.mjs`)
const seconds = modes.includes('quick') ? 1 : 3
const endProfile = modes.includes('profile') ? await startProfile() : undefined
const rows = []
const started = performance.now()
await run({
  seconds,
  /** Adds a result: the value that the bar is for, the peers' in the same unit, and plain facts to show. */
  report(id, value, peers = {}, facts = {}) {
    rows.push({ id, value, peers, facts })
    process.stderr.write(`  ${id}: ${value.toPrecision(3)}\n`)
  },
})
for (const line of (await endProfile?.()) ?? []) process.stderr.write(`  ${line}\n`)
process.stderr.write(`  ${suite}: ${((performance.now() - started) / 1000).toFixed(0)} s (${consumed()})\n`)
process.stdout.write(`${JSON.stringify(rows)}\n`, () => process.exit(0))
