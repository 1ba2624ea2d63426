import { afterEach, describe, expect, it, vi } from 'vitest'
import { measure } from './measure'

afterEach(() => void vi.restoreAllMocks())

describe('measure', () => {
  it('is what the function says of value and key', () => {
    const sizeOf = vi.fn<(value: string, key: string) => number>((value) => value.length)
    const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {})
    expect([measure(sizeOf, 'four', 'k'), measure(sizeOf, '', 'k')]).toEqual([4, 0])
    expect(console).not.toHaveBeenCalled()
    expect(sizeOf.mock.calls).toEqual([
      ['four', 'k'],
      ['', 'k'],
    ])
  })

  it.each([-1, NaN, Infinity, '5', undefined])('counts %o as 0, and reports it', (answer) => {
    const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {})
    expect(measure(() => answer as number, 'x', 'stores')).toBe(0)
    expect(console.mock.calls[0]?.[0]).toBe('[Freshline] sizeOf threw')
    expect(String(console.mock.calls[0]?.[1])).toContain('sizeOf of stores: got ')
    expect(String(console.mock.calls[0]?.[1])).toContain('allowed: bytes, 0 or more')
  })

  it('counts a value whose function throws as 0, and reports it', () => {
    const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {})
    const problem = new Error('mine')
    const throwing = () => {
      throw problem
    }
    expect(measure(throwing, 'x', 'stores')).toBe(0)
    expect(console.mock.calls).toEqual([['[Freshline] sizeOf threw', problem]])
  })
})
