import { afterEach, describe, expect, it, vi } from 'vitest'
import { toPlatformMode } from './platform-mode'

describe('toPlatformMode', () => {
  afterEach(() => vi.unstubAllGlobals())
  const dealtWith = [undefined, 'default', 'force-cache', 'only-if-cached'] as const

  it.each(['no-store', 'reload', 'no-cache', 'nonsense' as RequestCache] as const)('hands on %s', (mode) => {
    for (const isCheck of [true, false]) expect(toPlatformMode(mode, isCheck)).toBe(mode)
  })

  it('keeps fetch in Node from adding no-cache to what is conditional', () => {
    for (const mode of dealtWith) {
      expect(toPlatformMode(mode, false)).toBeUndefined()
      expect(toPlatformMode(mode, true)).toBe('force-cache')
    }
  })

  it("passes by a page's own cache, whose answers tell no age", () => {
    vi.stubGlobal('location', { href: 'https://a.example/' })
    for (const mode of dealtWith) {
      for (const isCheck of [true, false]) expect(toPlatformMode(mode, isCheck)).toBe('no-cache')
    }
  })

  it('leaves what passes by alone', () => {
    vi.stubGlobal('location', { href: 'https://a.example/' })
    for (const mode of dealtWith) expect(toPlatformMode(mode, undefined)).toBeUndefined()
    expect(toPlatformMode('reload', undefined)).toBe('reload')
  })

  it('leaves other runtimes alone', () => {
    vi.stubGlobal('process', undefined)
    expect(toPlatformMode('default', true)).toBeUndefined()
    vi.stubGlobal('process', {})
    expect(toPlatformMode('default', true)).toBeUndefined()
  })
})
