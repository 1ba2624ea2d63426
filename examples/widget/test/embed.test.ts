// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { embedTag } from '../host/embed-tag'
import { buildEmbed } from '../scripts/build-embed.mjs'

/** Bytes, compressed by gzip: what a foreign page is asked to load. */
const BUDGET = 35_500

const script = await buildEmbed()

describe('the script', () => {
  it('is within its budget', () => {
    console.info(`the script: ${script.bytes} bytes, ${script.gzip} compressed`)
    expect(script.gzip).toBeLessThan(BUDGET)
  })

  it('is the same for the same sources, and has its hash in its name', async () => {
    expect(await buildEmbed()).toEqual(script)
    expect(script.file).toMatch(/^consent-[\da-f]{12}\.js$/)
    expect((await buildEmbed({ version: '9.0.0' })).file).not.toBe(script.file)
  })

  it('holds nothing that a strict policy would stop', () => {
    expect(script.text).not.toMatch(/\beval\(|new Function\(|\.innerHTML|insertAdjacentHTML|document\.write/)
    expect(script.text).not.toMatch(/createElement\("(style|link)"\)/)
  })

  it('is named by one tag', () => {
    const tag = embedTag(
      { version: '1', path: 'assets/consent-a.js', integrity: 'sha384-x' },
      'https://cdn.example',
      'shop',
    )
    expect(tag).toBe(
      '<script src="https://cdn.example/widget/assets/consent-a.js" integrity="sha384-x" crossorigin="anonymous" data-site="shop" defer></script>',
    )
  })
})
