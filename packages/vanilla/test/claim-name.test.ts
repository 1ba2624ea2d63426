import { describe, expect, it } from 'vitest'
import { claimName, type ScriptGlobal } from '../src/script/claim-name'

interface Api {
  readonly version: string
  readonly name?: string
}
type Page = { Freshline?: ScriptGlobal<Api> }

describe('G3 the name of the script', () => {
  it('is kept by the first version; others are found beside it', () => {
    const page: Page = {}
    claimName(page, { version: '1.0.0', name: 'first' })
    const first = page.Freshline
    claimName(page, { version: '1.0.0', name: 'again' })
    claimName(page, { version: '2.0.0', name: 'second' })
    expect(page.Freshline).toBe(first)
    expect(first?.name).toBe('first')
    expect(Object.keys(first?.versions ?? {})).toEqual(['1.0.0', '2.0.0'])
    expect(first?.versions['2.0.0']).toMatchObject({ version: '2.0.0', name: 'second' })
    expect(first?.versions['1.0.0']).toBe(first)
  })

  it.each([['an element with that id'], [{ versions: {} }], [{ version: '1', versions: { 1: {} } }], [null]])(
    'is given back to what had it before: %j',
    (other) => {
      const page = { Freshline: other }
      claimName(page, { version: '1.0.0' })
      const own = page.Freshline as unknown as ScriptGlobal<Api>
      expect(own.version).toBe('1.0.0')
      expect(own.noConflict()).toBe(own)
      expect(page.Freshline).toBe(other)
      expect(own.noConflict()).toBe(own)
      expect(page.Freshline).toBe(other)
    },
  )

  it('is gone after noConflict where nobody had it, and can be claimed again', () => {
    const page: Page = {}
    claimName(page, { version: '1.0.0' })
    const own = page.Freshline?.noConflict()
    expect('Freshline' in page).toBe(false)
    claimName(page, { version: '2.0.0' })
    expect(page.Freshline?.version).toBe('2.0.0')
    expect(own?.version).toBe('1.0.0')
  })

  it('leaves the name to the first version when another gives up its own', () => {
    const page: Page = {}
    claimName(page, { version: '1.0.0' })
    const first = page.Freshline
    claimName(page, { version: '2.0.0' })
    const second = first?.versions['2.0.0'] as ScriptGlobal<Api> | undefined
    expect(second?.noConflict()).toBe(second)
    expect(page.Freshline).toBe(first)
  })
})
