import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeKeyCode, secureRandom } from '../../src/data/key-code.ts'
import { maskKey, toKeyCode } from '../../src/licenses/key-input.ts'

const CODE = 'FL-2345-6789-ABCD-WXYZ'

describe('toKeyCode', () => {
  it.each([
    ['as it is', CODE],
    ['in small letters, with spaces around', `  ${CODE.toLowerCase()}\n`],
    ['with spaces in the place of dashes', CODE.replaceAll('-', ' ')],
    ['without any dashes', CODE.replaceAll('-', '')],
    ['with the dashes of a word processor', CODE.replaceAll('-', '–')],
    ['with characters that nobody sees', CODE.replace('-', '-\u200b')],
    ['in wide letters', 'ＦＬ－２３４５－６７８９－ＡＢＣＤ－ＷＸＹＺ'],
  ])('takes a key %s', (_how, input) => {
    expect(toKeyCode(input)).toBe(CODE)
  })

  it.each([
    ['nothing', ''],
    ['too short', 'FL-2345-6789-ABCD'],
    ['too long', `${CODE}-2345`],
    ['another beginning', `XX${CODE.slice(2)}`],
    ['letters that keys have not', 'FL-0000-1111-IIII-OOOO'],
    ['groups of another size', 'FL-23456-789-ABCD-WXYZ'],
    ['something before it', `key: ${CODE}`],
    ['a quote', `${CODE}' OR 1=1`],
  ])('takes none for %s', (_what, input) => {
    expect(toKeyCode(input)).toBeUndefined()
  })

  it('knows every key that is made, however it is written', () => {
    for (let times = 0; times < 200; times += 1) {
      const code = makeKeyCode(secureRandom)
      expect([toKeyCode(code), toKeyCode(code.toLowerCase().replaceAll('-', ''))]).toEqual([code, code])
    }
  })
})

describe('maskKey', () => {
  it('tells the last four characters of a key', () => {
    expect(maskKey(CODE.toLowerCase())).toBe('FL-••••-••••-••••-WXYZ')
  })

  it('tells no more than that of anything else, and nothing of what is short', () => {
    expect(maskKey('hunter2')).toBe('••••')
    expect(maskKey('my secret password')).toBe('••••word')
    expect(maskKey('<img src=x onerror=1>')).toBe('••••r•1•')
  })

  it('never tells five characters in a row of what it hides', () => {
    assert(
      property(
        string({
          minLength: 1,
          maxLength: 60,
          unit: constantFrom(...'FL-2A ', '•', 'é', '😀', '\n', '\u200b'),
        }),
        (input) => {
          const masked = maskKey(input)
          expect(masked.length).toBeLessThanOrEqual(24)
          expect(masked.replaceAll(/[•-]|^FL/g, '').length).toBeLessThanOrEqual(8)
          expect(masked).toMatch(/^(FL-)?••••/)
        },
      ),
    )
  })
})
