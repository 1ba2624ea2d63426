import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { errorCatalogue } from './catalogue'

const packages = fileURLToPath(new URL('../../..', import.meta.url))
const sources = globSync('*/src/**/*.{ts,tsx}', { cwd: packages }).filter(
  // The server companion has a catalogue of its own.
  (file) => !/\.test(-d)?\.tsx?$/.test(file) && !file.startsWith('server'),
)
const texts = sources.map((file) => readFileSync(`${packages}/${file}`, 'utf8'))

/** Codes given to a constructor of a coded error, or to `super` in one. */
const used = texts.flatMap((text) =>
  [...text.matchAll(/(?:new (?:Coded|Key)Error|super)\(\s*'([a-z_]+)'/g)].map(([, code]) => code),
)

describe('errorCatalogue', () => {
  it('holds every code that the sources use', () => {
    expect(used).toEqual(expect.arrayContaining(['network', 'bare_star', 'no_manager']))
    expect(Object.keys(errorCatalogue)).toEqual(expect.arrayContaining(used))
  })

  it('describes each in one sentence', () => {
    for (const text of Object.values(errorCatalogue)) expect(text).toMatch(/^[A-Z`].*\.$/)
  })
})
