import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

describe('G2 the built package', () => {
  it('leaves Vue and the core outside', () => {
    const text = readFileSync(new URL('../../dist/index.js', import.meta.url), 'utf8')
    const sources = [...text.matchAll(/^import .*? from ['"](.+?)['"]/gms)].map((match) => match[1])
    expect(new Set(sources)).toEqual(
      new Set(['vue', '@freshline/core', '@freshline/core/adapter', '@freshline/core/hydration']),
    )
  })
})
