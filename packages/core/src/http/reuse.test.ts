import { describe, expect, it } from 'vitest'
import { judge, readRequestControl } from './reuse'

const now = Date.UTC(2026, 10, 22)
const at = (seconds: number) => new Date(now + seconds * 1000).toUTCString()

function reuse(
  control: string,
  seconds: number,
  asked = '',
  more: Record<string, string> = {},
  heuristic = false,
) {
  const headers = new Headers({ 'cache-control': control, ...more })
  const request = readRequestControl(new Headers(asked ? { 'cache-control': asked } : {}))
  return judge({ status: 200, headers }, seconds * 1000, request, now, heuristic)
}

describe('readRequestControl', () => {
  const read = (headers: Record<string, string>) => [...readRequestControl(new Headers(headers)).keys()]

  it('is Cache-Control, or Pragma where there is none', () => {
    expect(read({ 'cache-control': 'max-age=0', pragma: 'no-cache' })).toEqual(['max-age'])
    expect(read({ pragma: 'No-Cache' })).toEqual(['no-cache'])
    expect(read({ pragma: 'x, no-cache' })).toEqual(['x', 'no-cache'])
    expect(read({})).toEqual([])
  })
})

describe('judge', () => {
  it.each<[string, number, string, boolean]>([
    ['max-age=60', 59, '', true],
    ['max-age=60', 60, '', false],
    ['max-age=60', 0, 'max-age=0', false],
    ['max-age=60', 10, 'max-age=10', true],
    ['max-age=60', 11, 'max-age=10', false],
    ['max-age=60', 10, 'max-age=x', false],
    ['max-age=60', 10, 'no-cache', false],
    ['max-age=60', 10, 'no-store', true],
    ['max-age=60', 10, 'min-fresh=50', true],
    ['max-age=60', 10, 'min-fresh=51', false],
    ['max-age=60', 69, 'max-stale=10', true],
    ['max-age=60', 71, 'max-stale=10', false],
    ['max-age=60', 1e6, 'max-stale', true],
    ['max-age=60', 61, 'max-stale=x', false],
    ['max-age=60', 69, 'max-stale=10, max-age=65', false],
    ['max-age=60', 69, 'max-stale=10, min-fresh=1', false],
    ['max-age=60, must-revalidate', 59, '', true],
    ['max-age=60, must-revalidate', 61, 'max-stale', false],
    ['max-age=60, no-cache', 1, 'max-stale', false],
    ['max-age=60, no-cache="set-cookie"', 1, '', true],
    ['max-age=60, no-cache=""', 1, '', false],
    ['', 0, '', false],
    ['s-maxage=60', 0, '', false],
    ['max-age=60, proxy-revalidate, private', 1, '', true],
  ])('%o after %d s, asked %o: %o', (control, seconds, asked, expected) => {
    expect(reuse(control, seconds, asked).isUsable).toBe(expected)
  })

  it('counts Age', () => {
    expect(reuse('max-age=60', 10, '', { age: '49' })).toMatchObject({ age: 59_000, isUsable: true })
    expect(reuse('max-age=60', 10, '', { age: '50' })).toMatchObject({ age: 60_000, isUsable: false })
  })

  it('guesses only where asked to, and only where that is allowed', () => {
    const fields = { date: at(0), 'last-modified': at(-1000) }
    expect(reuse('', 99, '', fields).isUsable).toBe(false)
    expect(reuse('', 99, '', fields, true).isUsable).toBe(true)
    expect(reuse('', 101, '', fields, true).isUsable).toBe(false)
    expect(reuse('', 1, '', { 'last-modified': at(-1000) }, true).isUsable).toBe(false)
    expect(reuse('', 1, '', { ...fields, expires: at(-1) }, true).isUsable).toBe(false)
    expect(reuse('max-age=0', 1, '', fields, true).isUsable).toBe(false)
    const headers = new Headers(fields)
    expect(judge({ status: 500, headers }, 0, new Map(), now, true).isUsable).toBe(false)
  })

  it('allows use meanwhile within a window that does not slide', () => {
    const control = 'max-age=60, stale-while-revalidate=30'
    expect(reuse(control, 61).isUsableMeanwhile).toBe(true)
    expect(reuse(control, 11, '', { age: '50' }).isUsableMeanwhile).toBe(true)
    expect(reuse(control, 91).isUsableMeanwhile).toBe(false)
    expect(reuse(control, 61, 'no-cache').isUsableMeanwhile).toBe(false)
    expect(reuse(control, 61, 'max-age=60').isUsableMeanwhile).toBe(false)
    expect(reuse(`${control}, must-revalidate`, 61).isUsableMeanwhile).toBe(false)
    expect(reuse('max-age=60, stale-while-revalidate', 60).isUsableMeanwhile).toBe(false)
  })

  it('allows use after a failure', () => {
    const after = (control: string, seconds: number, asked = '') => {
      const { isUsableAfter } = reuse(control, seconds, asked)
      return [isUsableAfter(), isUsableAfter(503), isUsableAfter(404)]
    }
    expect(after('max-age=60', 1e6)).toEqual([true, false, false])
    expect(after('max-age=60, stale-if-error=30', 89)).toEqual([true, true, false])
    expect(after('max-age=60, stale-if-error=30', 91)).toEqual([false, false, false])
    expect(after('max-age=60', 89, 'stale-if-error=30')).toEqual([true, true, false])
    expect(after('max-age=60, must-revalidate, stale-if-error=30', 61)).toEqual([false, false, false])
    expect(after('max-age=60, no-cache', 1)).toEqual([false, false, false])
    expect(after('max-age=60', 61, 'no-cache')).toEqual([false, false, false])
  })
})
