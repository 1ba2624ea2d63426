// The outputs that pages quote are what the devtools print. After changing their texts:
// `WRITE=1 pnpm exec vitest run --project docs docs/test/outputs.test.ts` writes the pages.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { outputs } from './outputs'

const path = join(import.meta.dirname, '..', 'troubleshooting.md')
const block = /<!-- output ([\w-]+) -->\n```text\n(.*?)```\n/gs
const read = () => readFileSync(path, 'utf8')

it.each(Object.keys(outputs))('%s is printed as the page quotes it', async (name) => {
  const printed = `${await outputs[name]?.()}\n`
  if (process.env['WRITE']) {
    const quote = (all: string, named: string) =>
      named === name ? `<!-- output ${name} -->\n\`\`\`text\n${printed}\`\`\`\n` : all
    writeFileSync(path, read().replace(block, quote))
  }
  const quoted = [...read().matchAll(block)].find(([, named]) => named === name)
  expect(quoted?.[2]).toBe(printed)
})

it('every output of the page is made here', () => {
  expect([...read().matchAll(block)].map(([, name]) => name).sort()).toEqual(Object.keys(outputs).sort())
})
