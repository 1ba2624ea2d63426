import { describe, expect, it } from 'vitest'
import { readVary, toVariant } from './vary'

describe('readVary', () => {
  it.each([
    ['Accept', ['accept']],
    [' Accept , X-A', ['accept', 'x-a']],
    ['*', ['*']],
    [' , ,a,', ['a']],
    ['"a":b', ['a', 'b']],
    ['', []],
    ['accept, *', ['accept', '*']],
  ])('%o', (vary, names) => {
    expect(readVary(new Headers({ vary }))).toEqual(names)
  })
})

describe('toVariant', () => {
  const matches = (vary: string, then: Record<string, string>, now: Record<string, string>) => {
    const answer = new Headers({ vary })
    return toVariant(answer, new Headers(then)) === toVariant(answer, new Headers(now))
  }

  it.each<[string, string, Record<string, string>, Record<string, string>, boolean]>([
    ['nothing named', '', { a: '1' }, { a: '2' }, true],
    ['empty members', ' , ,a', { a: '1' }, { a: '1' }, true],
    ['the same', 'a', { a: '1' }, { A: '1' }, true],
    ['another', 'a', { a: '1' }, { a: '2' }, false],
    ['added', 'a', {}, { a: '1' }, false],
    ['left out', 'a', { a: '1' }, {}, false],
    ['never there', 'a', {}, {}, true],
    ['empty is not missing', 'a', { a: '' }, {}, false],
    ['one of two', 'a, b', { a: '1', b: '1' }, { a: '1', b: '2' }, false],
    ['values in each other’s place', 'a, b', { a: '1', b: '2' }, { a: '2', b: '1' }, false],
    ['white space around commas', 'a', { a: '1,2' }, { a: '1 ,  2' }, true],
    ['order', 'a', { a: '1, 2' }, { a: '2, 1' }, false],
    ['case', 'a', { a: 'x' }, { a: 'X' }, false],
    [
      'case of a language',
      'accept-language',
      { 'accept-language': 'de-AT' },
      { 'accept-language': 'DE-at' },
      true,
    ],
    ['within quotes', 'a', { a: '"1,2"' }, { a: '"1, 2"' }, false],
    ['anything', '*', {}, {}, false],
    ['anything beside a name', 'a, *', { a: '1' }, { a: '1' }, false],
  ])('%s', (_, vary, then, now, expected) => {
    expect(matches(vary, then, now)).toBe(expected)
  })
})
