import { describe, expect, it } from 'vitest'
import { readFreshness } from './freshness'

const now = Date.UTC(2026, 10, 21, 12)
const at = (ms: number) => new Date(ms).toUTCString()
const read = (fields: Record<string, string>, elapsed = 0, clock = now) =>
  readFreshness(new Headers(fields), elapsed, clock)
const lifetime = (control: string) => read({ 'cache-control': control }).freshFor

describe('freshFor', () => {
  it('is unknown where the server does not say', () => {
    expect(read({})).toEqual({
      freshFor: undefined,
      staleWhileRevalidate: undefined,
      staleIfError: undefined,
      age: 0,
    })
    expect(read({ 'last-modified': at(0), date: at(now) }).freshFor).toBeUndefined()
    expect(lifetime('public')).toBeUndefined()
    expect(lifetime('s-maxage=60')).toBeUndefined()
  })

  it('is max-age', () => {
    expect(lifetime('max-age=60')).toBe(60_000)
    expect(lifetime('private, Max-Age="60"')).toBe(60_000)
    expect(lifetime('max-age=0')).toBe(0)
    expect(lifetime('max-age=99999999999')).toBe(2 ** 31 * 1000)
  })

  it.each(['max-age', 'max-age=', 'max-age=-1', 'max-age=1.5', 'max-age=abc', 'max-age= 60'])(
    'is 0 for the invalid %o',
    (control) => {
      expect(lifetime(control)).toBe(0)
    },
  )

  it.each(['no-store', 'no-cache', 'NO-CACHE', 'no-cache="set-cookie"'])('is 0 with %s', (control) => {
    expect(lifetime(`max-age=60, ${control}`)).toBe(0)
  })

  it.each(['*', 'accept, *'])('is 0 with Vary %o', (vary) => {
    expect(read({ 'cache-control': 'max-age=60', vary }).freshFor).toBe(0)
    expect(read({ 'cache-control': 'max-age=60', vary: 'accept' }).freshFor).toBe(60_000)
  })

  it('is read from dates in any case of letters', () => {
    const fields = { expires: at(now + 60_000).toLowerCase(), date: at(now).toLowerCase() }
    expect(read(fields).freshFor).toBe(60_000)
  })

  it('is not taken from within a quoted string', () => {
    expect(lifetime('private="x, max-age=9"')).toBeUndefined()
    expect(lifetime('ext="no-store", max-age=60')).toBe(60_000)
  })

  it('is Expires minus Date, on any of our clocks', () => {
    const fields = { expires: at(now + 60_000), date: at(now) }
    for (const clock of [now, now + 1e11, now - 1e11]) expect(read(fields, 0, clock).freshFor).toBe(60_000)
  })

  it('prefers max-age to Expires', () => {
    expect(read({ 'cache-control': 'max-age=5', expires: at(now + 60_000), date: at(now) }).freshFor).toBe(
      5000,
    )
    expect(read({ 'cache-control': 'max-age=x', expires: at(now + 60_000), date: at(now) }).freshFor).toBe(0)
  })

  it.each(['0', '-1', '', 'never'])('is 0 with Expires %o', (expires) => {
    expect(read({ expires, date: at(now) }).freshFor).toBe(0)
  })

  it('is 0 with an Expires that has passed, or without a Date to measure it by', () => {
    expect(read({ expires: at(now - 1000), date: at(now) }).freshFor).toBe(0)
    expect(read({ expires: at(now + 60_000) }).freshFor).toBe(0)
    expect(read({ expires: at(now + 60_000), date: 'today' }).freshFor).toBe(0)
  })

  it('is less by Age and by the time that the request took', () => {
    expect(read({ 'cache-control': 'max-age=60', age: '10' })).toMatchObject({
      freshFor: 50_000,
      age: 10_000,
    })
    expect(read({ 'cache-control': 'max-age=60', age: '10' }, 1500)).toMatchObject({
      freshFor: 48_500,
      age: 11_500,
    })
    expect(read({ 'cache-control': 'max-age=60', age: '61' }, 5)).toMatchObject({ freshFor: 0, age: 61_005 })
  })

  it.each([
    ['5, 7', 5000],
    ['5 ,7', 5000],
    ['x, 7', 0],
    ['x', 0],
    ['-5', 0],
    ['1.5', 0],
    ['', 0],
    ['9'.repeat(30), 2 ** 31 * 1000],
  ])('reads Age %o', (age, expected) => {
    expect(read({ age }).age).toBe(expected)
  })
})

describe('windows', () => {
  const windows = (control: string, fields: Record<string, string> = {}, elapsed = 0) => {
    const { staleWhileRevalidate, staleIfError } = read({ 'cache-control': control, ...fields }, elapsed)
    return [staleWhileRevalidate, staleIfError]
  }

  it('follow freshFor', () => {
    expect(windows('max-age=60, stale-while-revalidate=30, stale-if-error=90')).toEqual([30_000, 90_000])
    expect(windows('max-age=60, stale-if-error=90')).toEqual([undefined, 90_000])
    expect(windows('stale-while-revalidate=30')).toEqual([30_000, undefined])
  })

  it('do not slide: what age took of them is gone', () => {
    const control = 'max-age=60, stale-while-revalidate=30, stale-if-error=90'
    expect(windows(control, { age: '60' })).toEqual([30_000, 90_000])
    expect(windows(control, { age: '70' })).toEqual([20_000, 80_000])
    expect(windows(control, { age: '70' }, 5000)).toEqual([15_000, 75_000])
    expect(windows(control, { age: '1000' })).toEqual([0, 0])
    expect(windows('stale-while-revalidate=30', { age: '10' })).toEqual([20_000, undefined])
  })

  it.each(['must-revalidate', 'no-cache', 'no-store'])('are none with %s', (directive) => {
    expect(windows(`max-age=60, stale-while-revalidate=30, stale-if-error=90, ${directive}`)).toEqual([0, 0])
    expect(windows(`max-age=60, ${directive}`)).toEqual([0, 0])
  })

  it('are none where invalid', () => {
    expect(windows('max-age=60, stale-while-revalidate=x, stale-if-error=-1')).toEqual([0, 0])
  })
})
