import { createHash } from 'node:crypto'
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

  it('compares all of what it hashes: texts whose hashes end, or begin, alike are still two', async () => {
    const digest = (text: string) => createHash('sha256').update(text).digest()
    for (const place of [0, 31]) {
      const wanted = digest('secret')[place]
      const alike = Array.from({ length: 5_000 }, (_, at) => `x${at}`).find(
        (text) => digest(text)[place] === wanted,
      )
      expect(alike).toBeDefined()
      expect(await isSameSecret(alike ?? '', 'secret')).toBe(false)
    }
  })
})
