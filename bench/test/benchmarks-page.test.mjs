// The page of benchmarks: that it says what was measured, and that the committed one is made of the committed results.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { groups } from '../src/bars.mjs'
import { benchmarksPage, resultsById, tally } from '../src/benchmarks-page.mjs'
import { correctness } from '../src/correctness.mjs'
import { reasons } from '../src/reasons.mjs'
import { buildOf, readStored, RESULTS } from '../src/stored-results.mjs'
import { formatted } from '../src/write-page.mjs'

const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const row = (id, value, peers = {}) => ({ id, value, range: [value * 0.9, value * 1.1], peers, facts: {} })
const suite = (name, rows, more = {}) => ({
  suite: name,
  date: '2026-01-02',
  node: '24.0.0',
  machine: 'linux x64, 2 cores of Processor, 8 GB',
  load: 0,
  runs: 3,
  build: 'abc',
  peers: { swr: '2.5.1' },
  rows,
  ...more,
})
const polling = suite('polling', [
  { ...row('polling.pending', 1, { TanStack: 20_000 }), range: [1, 1] },
  row('polling.cpu', 0.3),
])

describe('the page of benchmarks', () => {
  it('counts bars, and says why some are missed, where that is known', () => {
    const results = resultsById([polling])
    expect(tally(results, {})).toMatchObject({ tried: 2, missed: [{ id: 'polling.cpu' }] })
    expect(tally(results, {}).unexplained).toHaveLength(1)
    expect(tally(results, { 'polling.cpu': 'Work.' }).unexplained).toHaveLength(0)
    const text = benchmarksPage([polling], { 'polling.cpu': 'Promises of the fetchers.' })
    expect(text).toContain('**1 of 2 bars met.**')
    expect(text).toContain(
      'CPU of a minute, × TanStack**: 0.3 × (runs 0.27 – 0.33), bar ≤ 0.125 ×. Promises of the fetchers.',
    )
    expect(benchmarksPage([polling], {})).toContain('No reason is known yet.')
    expect(text).toContain('| pending timers | 1 |  | ≤ 1 | met | TanStack 20,000 |  |')
    expect(text).toContain('| bytes a key | not run |')
    expect(text).toContain('- 2026-01-02, Node 24.0.0, linux x64, 2 cores of Processor, 8 GB.')
  })

  it('says of pieces that were measured apart, or beside other programs', () => {
    const later = suite('json', [row('json.text', 0.1)], { date: '2026-02-03', load: 2.5 })
    const text = benchmarksPage([polling, later], {})
    expect(text).toContain('Measured: 2026-02-03, Node 24.0.0')
    expect(text).toContain('other programs were at work (load 2.5 before it began)')
    expect(text).toContain('- Not measured yet: cache, ')
  })

  it('names no path and no machine', () => {
    expect(benchmarksPage([polling], {})).not.toMatch(/\/(home|root|work|Users)\b/)
  })

  it('the committed page is made of the committed results: `pnpm bench --page` writes it', async () => {
    const page = inRoot('docs/benchmarks.md')
    expect(readFileSync(page, 'utf8')).toBe(await formatted(benchmarksPage(readStored(RESULTS)), page))
  })
})

describe('what is stored', () => {
  it('names what was measured: the same name for the same files, another for another suite', () => {
    expect(buildOf('react')).toMatch(/^[0-9a-f]{12}$/)
    expect(buildOf('react')).toBe(buildOf('react'))
    expect(buildOf('react')).not.toBe(buildOf('json'))
  })
})

describe('what stands beside figures', () => {
  it('reasons are of rows that have a bar', () => {
    const withBars = groups.flatMap(({ rows }) =>
      rows.filter(({ bar }) => bar !== undefined).map(({ id }) => id),
    )
    expect(Object.keys(reasons).filter((id) => !withBars.includes(id))).toEqual([])
  })

  it('the tests that are named are there', () => {
    expect(correctness.flatMap(({ tests }) => tests).filter((test) => !existsSync(inRoot(test)))).toEqual([])
  })
})
