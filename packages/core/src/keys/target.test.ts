import { describe, expect, it } from 'vitest'
import { matchesTarget, parseTarget, parseTargets, type Target } from './target'

const facts = (...list: Target[]) => {
  const { keys, patterns, tags, predicate } = parseTargets(list)
  return { keys, patterns: patterns.map((pattern) => pattern.source), tags, predicate: typeof predicate }
}
const none = { keys: [], patterns: [], tags: [], predicate: 'undefined' }
const refused = (target: unknown) => {
  try {
    parseTarget(target as Target)
  } catch (error) {
    return (error as { code?: string }).code
  }
  return undefined
}

describe('parseTarget', () => {
  it('reads a text as a key, or with a bare star as a pattern', () => {
    expect(facts('stores')).toEqual({ ...none, keys: ['stores'] })
    expect(facts('stores:*')).toEqual({ ...none, patterns: ['stores:*'] })
    expect(facts('stores:\\*')).toEqual({ ...none, keys: ['stores:\\*'] })
    expect(facts('https://a.example/x?y=1')).toEqual({ ...none, keys: ['https://a.example/x?y=1'] })
  })

  it('reads an array as one key', () => {
    expect(parseTarget(['stores', 'list', { page: 1 }]).keys).toEqual(['stores:list:{"page":1}'])
    expect(parseTarget(['stores', '*']).keys).toEqual(['stores:\\*'])
  })

  it('reads tags, keys and patterns', () => {
    expect(facts({ tag: 'a' })).toEqual({ ...none, tags: ['a'] })
    expect(facts({ keys: ['a', ['b', 1]], tags: ['t', 'u'], patterns: ['c:*', '*d'] })).toEqual({
      ...none,
      keys: ['a', 'b:1'],
      tags: ['t', 'u'],
      patterns: ['c:*', '*d'],
    })
    expect(facts({ keys: [] })).toEqual(none)
    expect(facts({ tag: '*' })).toEqual({ ...none, tags: ['*'] })
  })

  it('reads a pattern without a bare star as a key', () => {
    expect(facts({ patterns: ['stores', 'a\\*'] })).toEqual({ ...none, keys: ['stores', 'a\\*'] })
  })

  it('refuses what names nothing', () => {
    const bad = [
      undefined,
      null,
      1,
      true,
      Symbol('s'),
      '',
      {},
      { key: 'a' },
      { tag: '' },
      { tag: 1 },
      { tag: ['a'] },
      { tags: 'a' },
    ]
    for (const target of [
      ...bad,
      { tags: [''] },
      { tags: [1] },
      { patterns: 'a*' },
      { patterns: [''] },
      { keys: 'a' },
      { tag: 'a', toString: 1 },
    ]) {
      expect(refused(target)).toBe('invalid_target')
    }
    expect(() => parseTarget({ tags: 'a' } as unknown as Target)).toThrow(
      /^target\.tags: got "a", allowed: a list/,
    )
  })

  it('refuses a key in it that is none, with the error of keys', () => {
    expect(refused([])).toBe('invalid_key')
    expect(refused(['a', undefined])).toBe('invalid_key')
    expect(refused({ keys: [1] })).toBe('invalid_key')
    expect(refused({ keys: ['a:*'] })).toBe('bare_star')
  })
})

describe('parseTargets', () => {
  it('reads an array key in a list only where it is nested', () => {
    expect(facts(['stores', 'list']).keys).toEqual(['stores:list'])
    expect(parseTargets(['stores', 'list']).keys).toEqual(['stores', 'list'])
  })

  it('merges, naming each thing once', () => {
    expect(facts('a', ['a'], { keys: ['a'], tags: ['t'] }, { tag: 't' }, 'p*', 'p*', 'b')).toEqual({
      ...none,
      keys: ['a', 'b'],
      tags: ['t'],
      patterns: ['p*'],
    })
    expect(facts()).toEqual(none)
  })

  it('refuses what is no list', () => {
    expect(() => parseTargets('stores' as unknown as Target[])).toThrow(
      /^targets: got "stores", allowed: a list/,
    )
    expect(() => parseTargets('stores' as unknown as Target[], 'invalidates')).toThrow(
      "invalidates: got \"stores\", allowed: a list, such as ['stores'] or [{ tag: 'stores' }]",
    )
  })
})

describe('what is refused', () => {
  const message = (read: () => unknown): string => {
    try {
      read()
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }
  const bad = (target: unknown) => message(() => parseTarget(target as Target))
  const all = 'allowed: a key, a pattern, { tag }, { keys, tags, patterns } as lists, a function'

  it('is named with its place, and with what is allowed there', () => {
    expect([bad(5), bad(''), bad({})]).toEqual([
      `target: got number, ${all}`,
      `target: got "", ${all}`,
      `target: got object, ${all}`,
    ])
    expect(bad({ tag: '' })).toBe(`target.tags: got "", ${all}`)
    expect(bad({ other: 'a' })).toBe(`target.other: got "a", ${all}`)
    expect(bad({ tags: 'a' })).toBe(`target.tags: got "a", allowed: a list, such as ['stores']`)
    expect(message(() => parseTargets(5 as never))).toBe(
      "targets: got number, allowed: a list, such as ['stores'] or [{ tag: 'stores' }]",
    )
    expect(message(() => parseTargets([5 as never], 'invalidates'))).toBe(`invalidates: got number, ${all}`)
  })

  it('is any member but those three, however it is spelled', () => {
    for (const name of ['other', 'xkeys', 'keysx', 'mytags', 'tagsy', 'patterns2', 'Keys'])
      expect(bad({ [name]: ['a'] })).toContain(`target.${name}: got object`)
  })
})

describe('one key, one pattern', () => {
  it('are read alike by both', () => {
    for (const text of ['stores', 'stores:*', String.raw`stores:\*`]) {
      const { keys, patterns, tags } = parseTarget(text)
      expect({ keys, patterns: patterns.map(({ source }) => source), tags, predicate: 'undefined' }).toEqual(
        facts(text),
      )
    }
    expect(parseTarget('stores')).toEqual({ keys: ['stores'], patterns: [], tags: [] })
  })
})

describe('matchesTarget', () => {
  it('is true for what any part names', () => {
    const set = parseTargets([
      'a',
      'p:*',
      { tag: 't' },
      (key) => key.endsWith('!'),
      (_, tags) => tags.length > 2,
    ])
    expect(matchesTarget(set, 'a', [])).toBe(true)
    expect(matchesTarget(set, 'p:1', [])).toBe(true)
    expect(matchesTarget(set, 'x', ['s', 't'])).toBe(true)
    expect(matchesTarget(set, 'x!', [])).toBe(true)
    expect(matchesTarget(set, 'x', ['1', '2', '3'])).toBe(true)
    expect(matchesTarget(set, 'x', ['s'])).toBe(false)
    expect(matchesTarget(parseTargets([]), 'x', ['s'])).toBe(false)
  })
})
