import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

describe('G1 the built package', () => {
  for (const file of ['index.js', 'index.cjs']) {
    it(`keeps 'use client' as the first statement of ${file}`, () => {
      const text = readFileSync(new URL(`../../dist/${file}`, import.meta.url), 'utf8')
      expect(text.trimStart()).toMatch(/^['"]use client['"];/)
    })
  }

  it('leaves React and the core outside', () => {
    const text = readFileSync(new URL('../../dist/index.js', import.meta.url), 'utf8')
    const sources = [...text.matchAll(/^import .*? from ['"](.+?)['"]/gms)].map((match) => match[1])
    expect(new Set(sources)).toEqual(
      new Set([
        'react',
        'react/jsx-runtime',
        '@freshline/core',
        '@freshline/core/adapter',
        '@freshline/core/hydration',
      ]),
    )
  })
})
