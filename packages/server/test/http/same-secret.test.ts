import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameSecret } from '../../src/http/same-secret'

describe('isSameSecret', () => {
  it('tells equality, whatever the texts and their lengths', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (one, other) => {
        expect(await isSameSecret(one, one)).toBe(true)
        expect(await isSameSecret(one, other)).toBe(one === other)
      }),
    )
  })

  it('looks at what was given and never at where it first differs', async () => {
    // The texts are hashed whole, so a difference anywhere changes all of what is compared.
    expect(await isSameSecret('a'.repeat(100_000), `${'a'.repeat(99_999)}b`)).toBe(false)
    expect(await isSameSecret('', 'x')).toBe(false)
  })
})
