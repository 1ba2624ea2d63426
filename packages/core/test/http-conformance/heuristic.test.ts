import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpCache } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { Origin, type Fields } from './origin'

// Freshness by guessing, where it was asked for (RFC 9111 section 4.2.2); the other files show that it is off else.

const clock = fakeClock(Date.UTC(2026, 10, 22, 12))
const origin = new Origin(clock)
const cache = createHttpCache({ clock, heuristic: true })
const hundredHours = -360_000
let paths = 0
beforeAll(async () => void (await origin.listen()))
afterAll(() => origin.close())

async function reuses(status: number, headers: Fields, wait = 2): Promise<boolean> {
  const path = `/h${++paths}`
  origin.replies.set(path, { status, headers, ...(status === 204 && { body: null }) })
  await (await cache(origin.url + path)).text()
  clock.jump(wait * 1000)
  const before = origin.exchanges.length
  await (await cache(origin.url + path)).text()
  return origin.exchanges.length === before
}

describe('heuristic freshness', () => {
  it.each([200, 203, 204, 300, 404, 405, 410, 414, 501])(
    'is for %i (RFC 9110 section 15.1)',
    async (status) => {
      expect(await reuses(status, { 'Last-Modified': hundredHours })).toBe(true)
    },
  )

  it.each([201, 202, 299, 400, 403, 429, 499, 500, 502, 503, 504, 599])('is not for %i', async (status) => {
    expect(await reuses(status, { 'Last-Modified': hundredHours })).toBe(false)
  })

  it('is for others that are public (RFC 9111 section 4.2.2)', async () => {
    expect(await reuses(599, { 'Last-Modified': hundredHours, 'Cache-Control': 'public' })).toBe(true)
  })

  it('ends after a tenth of the time since the change', async () => {
    expect(await reuses(200, { 'Last-Modified': hundredHours }, 35_990)).toBe(true)
    expect(await reuses(200, { 'Last-Modified': hundredHours }, 36_010)).toBe(false)
  })

  it('counts the Age', async () => {
    expect(await reuses(200, { 'Last-Modified': hundredHours, Age: '36000' })).toBe(false)
  })

  it('needs a Last-Modified, valid and not in the future', async () => {
    expect(await reuses(200, {})).toBe(false)
    expect(await reuses(200, { 'Last-Modified': '0' })).toBe(false)
    expect(await reuses(200, { 'Last-Modified': 3600 })).toBe(false)
  })

  it('is never used where a lifetime is said, however badly', async () => {
    const modified = { 'Last-Modified': hundredHours }
    expect(await reuses(200, { ...modified, 'Cache-Control': 'max-age=1' })).toBe(false)
    expect(await reuses(200, { ...modified, 'Cache-Control': 'max-age=abc' })).toBe(false)
    expect(await reuses(200, { ...modified, Expires: '0' })).toBe(false)
    expect(await reuses(200, { ...modified, 'Cache-Control': 'no-cache' })).toBe(false)
    expect(await reuses(200, { ...modified, 'Cache-Control': 'no-store' })).toBe(false)
  })
})
