// A model that finds nothing proves something only if it would: each has to notice small breaks of the source, made in
// a copy, within the cases that CI gives it. With `PROPERTY_BITES=1` the README's table is written.
import * as fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BREAKS } from './breaks'
import { breakParts } from './broken'
import { SEED } from './model'

const README = fileURLToPath(new URL('README.md', import.meta.url))
const HEAD = ['| broken | in | claim that fails | at case |', '| --- | --- | --- | --- |']
const rows: string[] = []

describe('the models notice', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
  afterEach(() => void vi.restoreAllMocks())

  it.each(BREAKS)(
    '%s',
    async (name, { property, runs, claim }, ...change) => {
      const broken = await breakParts(change)
      const found = await fc.check(property(broken), { numRuns: runs, seed: SEED, endOnFailure: true })
      rows.push(`| ${name} | ${change[0]} | ${claim} | ${found.numRuns} of ${runs} |`)
      expect(found.failed).toBe(true)
    },
    120_000,
  )

  afterAll(async () => {
    if (!process.env['PROPERTY_BITES']) return
    const [before, after] = readFileSync(README, 'utf8').split(/(?<=<!-- bites -->)[^]*(?=<!-- \/bites -->)/)
    const text = [before, '', ...HEAD, ...rows, '', after].join('\n')
    writeFileSync(README, await format(text, { ...(await resolveConfig(README)), parser: 'markdown' }))
  })
})
