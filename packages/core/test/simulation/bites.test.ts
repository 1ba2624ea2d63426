// A simulation that finds nothing proves something only if it would find something: each rule is broken on purpose, in a
// copy of the code, and must be seen broken. And the page that tells of it tells of these breaks.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { readBites } from './bites'
import { RULES } from './rules'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const root = at('../../../..')
const bites = readBites(at('bites'))

describe('a deliberate break', () => {
  const seeds = new Map<string, number | undefined>()

  beforeAll(async () => {
    const run = promisify(execFile)(process.execPath, [`${root}/scripts/simulate.mjs`, '--bites'])
    // It fails where a break was not found: each is said below.
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string })
    for (const line of stdout.trim().split('\n')) {
      const { name, seed } = JSON.parse(line) as { name: string; seed?: number }
      seeds.set(name, seed)
    }
  }, 300_000)

  it.each(bites.map(({ name, what }) => [name, what]))('is found: %s, %s', (name) => {
    expect(seeds.get(name)).toBeGreaterThan(0)
  })

  it('is made of each rule', () => {
    const broken = bites.map(({ rule }) => String(rule))
    expect(Object.keys(RULES).filter((rule) => !broken.includes(rule))).toEqual([])
  })

  it('is in the table of docs/simulation.md, as a row with figures', () => {
    const page = readFileSync(`${root}/docs/simulation.md`, 'utf8')
    const rows = [...page.matchAll(/^\| [^|]+ \| ([^|]+) \| \d+ \| \d+ \| \d+ \|$/gm)].map(([, what]) => what)
    expect(rows).toEqual(bites.map(({ what }) => what))
  })
})
