// The page and the picture of the soak: what they say, and that the committed ones are made of the committed day.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { judge } from '../src/soak/judge.mjs'
import { ticks } from '../src/soak/plot.mjs'
import { soakPage, soakPicture, WARM_UP } from '../src/soak/soak-page.mjs'
import { formatted } from '../src/write-page.mjs'

const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const stored = JSON.parse(readFileSync(inRoot('bench/results/soak.json'), 'utf8'))

/** The stored day with other samples, or with something left. */
const withSamples = (change) => ({ ...stored.run, samples: stored.run.samples.map(change) })
const faultsOf = (run) => judge(run, WARM_UP).faults

describe('the judge of a day', () => {
  it('finds nothing in the committed one', () => {
    expect(faultsOf(stored.run)).toEqual([])
  })

  it('finds growth of data, by its ends and by its slope, and not that of code', () => {
    const grown = withSamples((sample) => ({ ...sample, heap: sample.heap * (1 + sample.hour / 500) }))
    expect(faultsOf(grown)).toEqual([
      expect.stringMatching(/^The heap grew by \d\.\d\d %$/),
      expect.stringMatching(/^The heap's slope comes to \d\.\d\d %$/),
    ])
    expect(faultsOf(withSamples((sample) => ({ ...sample, code: sample.code * (1 + sample.hour) })))).toEqual(
      [],
    )
  })

  it.each([
    ['a timer more', ({ timers }) => ({ timers: timers + 2 })],
    ['a listener of the page more', ({ listeners }) => ({ listeners: listeners + 1 })],
    ['a subscriber more', ({ subscribers }) => ({ subscribers: subscribers + 1 })],
    ['a subscriber less', ({ subscribers }) => ({ subscribers: subscribers - 1 })],
    ['a key that nobody is on', ({ expectedKeys, passing }) => ({ keys: expectedKeys + passing + 1 })],
    ['a key that was lost', ({ expectedKeys }) => ({ keys: expectedKeys - 1 })],
    ['a cache over its bound', ({ keys }) => ({ entries: keys + stored.run.options.bound + 1 })],
    ['a log without end', () => ({ log: 100_000 })],
  ])('finds %s', (_, change) => {
    const last = stored.run.samples.length - 1
    const run = withSamples((sample, place) => (place === last ? { ...sample, ...change(sample) } : sample))
    expect(faultsOf(run)).toEqual([expect.stringMatching(/^Hour 24: /)])
  })

  it('finds what is left when everybody has gone, and what threw', () => {
    const { left } = stored.run
    for (const name of ['keys', 'entries', 'timers', 'listeners'])
      expect(faultsOf({ ...stored.run, left: { ...left, [name]: 1 } })).toEqual([
        `1 ${name} are left when everybody has gone`,
      ])
    expect(faultsOf({ ...stored.run, left: { ...left, reports: ['a listener: Error: x'] } })).toHaveLength(1)
  })
})

describe('the page of the soak', () => {
  it('is made of the committed day: `pnpm soak --page` writes it', async () => {
    const page = inRoot('docs/soak.md')
    expect(readFileSync(page, 'utf8')).toBe(await formatted(soakPage(stored), page))
    expect(readFileSync(inRoot('docs/pictures/soak.svg'), 'utf8')).toBe(soakPicture(stored))
  })

  it('says so when a day did not end where it began', () => {
    const bad = { ...stored, run: { ...stored.run, left: { ...stored.run.left, timers: 3 } } }
    expect(soakPage(bad)).toContain('**1 faults.**')
    expect(soakPage(bad)).toContain('- 3 timers are left when everybody has gone')
  })

  it('has a picture with a name, a description, and colours of light and dark', () => {
    const picture = soakPicture(stored)
    expect(picture).toMatch(/role="img" aria-labelledby="soak-title soak-desc"/)
    expect(picture).toMatch(/<title id="soak-title">.+<\/title>\n<desc id="soak-desc">.+<\/desc>/)
    expect(picture).toContain('prefers-color-scheme: dark')
    expect(picture).not.toMatch(/fill="#|NaN|undefined/)
  })

  it('has round steps', () => {
    expect(ticks(50.2)).toEqual([0, 20, 40, 60])
    expect(ticks(11)).toEqual([0, 5, 10, 15])
    expect(ticks(0.9)).toEqual([0, 0.25, 0.5, 0.75, 1])
  })
})
