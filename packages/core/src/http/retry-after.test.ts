import { describe, expect, it } from 'vitest'
import { readRetryAfter } from './retry-after'

const now = Date.UTC(2026, 10, 21, 12)
const at = (ms: number) => new Date(ms).toUTCString()
const read = (fields: Record<string, string>, clock = now) => readRetryAfter(new Headers(fields), clock)

describe('readRetryAfter', () => {
  it('reads seconds', () => {
    expect(read({ 'retry-after': '120' })).toBe(120_000)
    expect(read({ 'retry-after': '0' })).toBe(0)
  })

  it.each(['', '-5', '1.5', 'soon', '2026-11-21', '5, 6'])('ignores %o', (text) => {
    expect(read({ 'retry-after': text })).toBeUndefined()
  })

  it('answers nothing where the server says nothing', () => {
    expect(read({ date: at(now) })).toBeUndefined()
  })

  it("measures a date against the answer's own, whatever our clock says", () => {
    const fields = { 'retry-after': at(now + 30_000), date: at(now) }
    const year = 31_536_000_000
    for (const clock of [now, now + year, now - year, 0]) expect(read(fields, clock)).toBe(30_000)
  })

  it('measures a date against our clock where the answer has none, or none that can be read', () => {
    expect(read({ 'retry-after': at(now + 30_000) })).toBe(30_000)
    expect(read({ 'retry-after': at(now + 30_000), date: 'today' })).toBe(30_000)
  })

  it('takes a date that has passed as at once', () => {
    expect(read({ 'retry-after': at(now - 30_000), date: at(now) })).toBe(0)
  })

  it('is at most a day', () => {
    expect(read({ 'retry-after': '999999999999' })).toBe(86_400_000)
    expect(read({ 'retry-after': at(now + 1e11), date: at(now) })).toBe(86_400_000)
  })
})
