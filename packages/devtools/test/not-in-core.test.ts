// Core must not carry the devtools: a page that does not install them downloads none of them.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('no source of another package names the devtools', () => {
  const packages = join(import.meta.dirname, '../..')
  const sources = globSync('{core,react,vue,vanilla,server}/src/**/*.{ts,tsx}', { cwd: packages })
  expect(sources.length).toBeGreaterThan(50)
  const guilty = sources.filter((file) =>
    /@freshline\/devtools|__FRESHLINE__/.test(readFileSync(join(packages, file), 'utf8')),
  )
  expect(guilty).toEqual([])
})
