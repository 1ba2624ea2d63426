import { describe, expect, it } from 'vitest'
import { toJson } from '../../src/panel/model/copy'
import { DataTree } from '../../src/panel/model/tree'
import { MOST_FOUND, TreeSearch } from '../../src/panel/model/tree-search'
import { Redactor } from '../../src/redact'

const redactor = new Redactor(undefined)
const treeOf = (data: unknown) => new DataTree(data, redactor)
const shown = (tree: DataTree) =>
  tree.lines().map(({ level, name, text }) => `${'  '.repeat(level - 1)}${name}: ${text}`)

const fail = (): never => {
  throw new Error('no')
}

/** About 5 MB of JSON: 50,000 records. */
const large = () =>
  Array.from({ length: 50_000 }, (_, id) => ({
    id,
    name: `store ${id}`,
    address: { street: `street ${id % 7}`, town: 'somewhere far away' },
  }))

describe('the data viewer', () => {
  it('shows only what was opened', () => {
    const tree = treeOf({ a: 1, list: ['x', null], when: new Date(0) })
    expect(shown(tree)).toEqual(['(data): {3}', '  a: 1', '  list: [2]', '  when: 1970-01-01T00:00:00.000Z'])
    tree.toggle('["list"]')
    expect(shown(tree)).toEqual([
      '(data): {3}',
      '  a: 1',
      '  list: [2]',
      '    0: "x"',
      '    1: null',
      '  when: 1970-01-01T00:00:00.000Z',
    ])
    tree.toggle('[]')
    expect(shown(tree)).toEqual(['(data): {3}'])
  })

  it('tells places and levels for screen readers', () => {
    const tree = treeOf({ a: 1, b: 2 })
    expect(tree.lines().map(({ level, place, siblings }) => [level, place, siblings])).toEqual([
      [1, 1, 1],
      [2, 1, 2],
      [2, 2, 2],
    ])
  })

  it('shows long lists in groups of a hundred, of groups', () => {
    const tree = treeOf(Array.from({ length: 50_000 }, (_, index) => index))
    expect(tree.lines()).toHaveLength(6)
    expect(shown(tree)[1]).toBe('  0 … 9999: 10000 members')
    tree.toggle('[]#20000-30000')
    expect(tree.lines()).toHaveLength(106)
    tree.toggle('[]#20100-20200')
    expect(shown(tree)).toContain('      20142: 20142')
    expect(tree.lines()).toHaveLength(206)
  })

  it('looks at no more than is opened: a getter that is not opened is not called', () => {
    let calls = 0
    const inner = {
      get costly() {
        calls++
        return 1
      },
    }
    const tree = treeOf({ inner })
    tree.lines()
    expect(calls).toBe(0)
    tree.toggle('["inner"]')
    tree.lines()
    tree.lines()
    expect(calls).toBe(1)
  })

  it('reveals a place in any depth, through groups', () => {
    const tree = treeOf({ rows: Array.from({ length: 1000 }, (_, id) => ({ id })) })
    const id = tree.reveal(['rows', '542', 'id'])
    expect(tree.lines().find((line) => line.id === id)).toMatchObject({ name: 'id', text: '542' })
    expect(tree.memberAt(['rows', '542']).value).toEqual({ id: 542 })
  })

  it('keeps what is opened when newer data comes', () => {
    const tree = treeOf({ list: [1] })
    tree.toggle('["list"]')
    const next = new DataTree({ list: [2, 3] }, redactor, tree.open)
    expect(shown(next)).toEqual(['(data): {1}', '  list: [2]', '    0: 2', '    1: 3'])
  })

  it('cuts secrets until they are asked for', () => {
    const tree = treeOf({ apiKey: 'sk-verysecret-123', note: 'key AB12-CD34EF56-GH78IJ90 of Ada' })
    const cut = shown(tree).join('\n')
    expect(cut).not.toContain('verysecret')
    expect(cut).not.toContain('GH78IJ90')
    expect(cut).toContain('of Ada')
    tree.showsSecrets = true
    expect(shown(tree).join('\n')).toContain('sk-verysecret-123')
  })

  it('cuts what a name says to be a secret, be it short, a number, or in a list or a map', () => {
    const tree = treeOf({
      password: 'hunter2',
      apiKey: 123456789012,
      tokens: ['one secret'],
      map: new Map([['secret', 'of the map']]),
    })
    for (const id of ['["tokens"]', '["map"]', '["map","0"]']) tree.toggle(id)
    const text = shown(tree).join('\n')
    for (const secret of ['hunter2', '123456789', 'one secret', 'of the map'])
      expect(text).not.toContain(secret)
    expect(text).toContain('password: "…"')
    tree.showsSecrets = true
    expect(shown(tree).join('\n')).toContain('password: "hunter2"')
  })

  it('cuts a secret that the end of what is shown would halve', () => {
    const text = `${'x '.repeat(139)}Abcdefghij0123456789Abcdefghij0123456789`
    expect(shown(treeOf(text))[0]).not.toContain('Abcdefghij')
  })

  it('shows what cannot be read as that, and the rest as ever', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const noKeys = new Proxy({}, { ownKeys: () => fail() })
    const list = Object.defineProperty([1, 2], 0, { get: fail })
    const data = { proxy, noKeys, list, date: Object.create(Date.prototype) as unknown, good: 1 }
    const tree = treeOf(data)
    tree.toggle('["list"]')
    expect(shown(tree)).toEqual([
      '(data): {5}',
      '  proxy: (cannot be read)',
      '  noKeys: (cannot be read)',
      '  list: [2]',
      '    0: "(cannot be read)"',
      '    1: 2',
      '  date: (cannot be read)',
      '  good: 1',
    ])
    const search = new TreeSearch(data, 'good', redactor)
    search.advance(() => false)
    expect(search.found).toEqual([['good']])
    const unread = '(cannot be read)'
    const copied: unknown = JSON.parse(toJson(data, redactor))
    expect(copied).toEqual({ proxy: unread, noKeys: unread, list: unread, date: unread, good: 1 })
  })

  it('copes with maps, sets, bigints, functions, cycles and what throws', () => {
    const data: Record<string, unknown> = {
      map: new Map([['k', 1]]),
      set: new Set([1]),
      big: 5n,
      run: () => {},
      nothing: undefined,
    }
    data['self'] = data
    Object.defineProperty(data, 'bad', {
      enumerable: true,
      configurable: true,
      get() {
        throw new Error('no')
      },
    })
    const tree = treeOf(data)
    for (const id of ['["map"]', '["map","0"]', '["self"]']) tree.toggle(id)
    const text = shown(tree).join('\n')
    expect(text).toContain('map: Map(1)')
    expect(text).toContain('key: "k"')
    expect(text).toContain('big: 5n')
    expect(text).toContain('bad: "(cannot be read)"')
    Reflect.deleteProperty(data, 'bad')
    expect(toJson(data, undefined)).toContain('"self": "(the same object as above)"')
  })

  it('cuts a long text, and says how long it is', () => {
    expect(shown(treeOf('x'.repeat(5_000_000)))[0]).toMatch(/x{300}… \(5000000 characters\)"$/)
  })

  it('opens 5 MB by making few lines', () => {
    const tree = treeOf(large())
    expect(tree.lines().length).toBeLessThan(10)
    const id = tree.reveal(['49999', 'address', 'town'])
    const lines = tree.lines()
    expect(lines.length).toBeLessThan(320)
    expect(lines.some((line) => line.id === id)).toBe(true)
  })
})

describe('the search in data', () => {
  const all = (data: unknown, text: string, showsSecrets = false) => {
    const search = new TreeSearch(data, text, showsSecrets ? undefined : redactor)
    search.advance(() => false)
    return search.found
  }

  it('finds names and values, and says where', () => {
    expect(all({ stores: [{ name: 'North' }, { name: 'South' }] }, 'north')).toEqual([
      ['stores', '0', 'name'],
    ])
    expect(all({ stores: 1, more: { Stores: 2 } }, 'stores')).toEqual([['stores'], ['more', 'Stores']])
    expect(all({ n: 42, on: true }, '42')).toEqual([['n']])
    expect(all('a plain text', 'plain')).toEqual([[]])
    expect(all({ a: 1 }, '')).toEqual([])
  })

  it('does not find what is cut', () => {
    const data = { apiKey: 'sk-verysecret-123' }
    expect(all(data, 'secret-123')).toEqual([])
    expect(all(data, 'secret-123', true)).toEqual([['apiKey']])
  })

  it('ends in data that holds itself', () => {
    const data: Record<string, unknown> = { name: 'x' }
    data['self'] = data
    expect(all(data, 'x')).toEqual([['name']])
  })

  it('looks 500 levels deep: each open level holds the path to it', () => {
    let deep: object = { name: 'needle below' }
    for (let level = 0; level < 50_000; level++) deep = { name: 'hay', deep }
    const search = new TreeSearch({ name: 'needle above', deep }, 'needle', redactor)
    search.advance(() => false)
    expect(search.found).toEqual([['name']])
    expect(search.looked).toBeLessThan(2000)
  })

  it('goes through 5 MB in slices, and stops at a thousand', () => {
    const search = new TreeSearch(large(), 'street 3', redactor)
    let slices = 0
    while (!search.isDone) {
      const before = search.looked
      search.advance(() => true)
      slices++
      expect(search.looked - before).toBeLessThanOrEqual(500)
    }
    expect(slices).toBeGreaterThan(10)
    expect(search.found).toHaveLength(MOST_FOUND)
  })
})

describe('copying', () => {
  it('is JSON, with secrets cut unless they are shown', () => {
    const data = { token: 'abcdefghijkl', list: [1n, new Set([1])], same: [{ a: 1 }] }
    expect(JSON.parse(toJson(data, redactor))).toEqual({
      token: 'abcdefgh…',
      list: ['1n', [1]],
      same: [{ a: 1 }],
    })
    Reflect.deleteProperty(data, 'bad')
    expect(toJson(data, undefined)).toContain('abcdefghijkl')
    expect(toJson(undefined, redactor)).toBe('undefined')
  })

  it('cuts names, short secrets and numbers, and those in lists and maps', () => {
    const data = {
      'ABCD-1234-EFGH-5678-IJKL': 1,
      'ABCD-1234-EFGH-5678-MNOP': 2,
      password: 'hunter2',
      apiKey: 123456789012,
      tokens: ['one secret'],
      map: new Map([['secret', 'of the map']]),
    }
    expect(JSON.parse(toJson(data, redactor))).toEqual({
      'ABCD-123…': 1,
      'ABCD-123… (2)': 2,
      password: '…',
      apiKey: '12345678…',
      tokens: ['one secr…'],
      map: [['secret', 'of the m…']],
    })
    expect(JSON.parse(toJson({ ...data, map: [] }, undefined))).toEqual({ ...data, map: [] })
  })

  it('a chosen secret is cut as well', () => {
    const { value, isSecret } = treeOf({ password: 'correct horse' }).memberAt(['password'])
    expect(toJson(value, redactor, isSecret)).toBe('"correct …"')
    expect(toJson(value, undefined, isSecret)).toBe('"correct horse"')
  })

  it('keeps a member that is called __proto__, and dates as JSON has them', () => {
    const text = '{"__proto__":{"a":1},"when":"1970-01-01T00:00:00.000Z","never":null}'
    const data = Object.assign(JSON.parse('{"__proto__":{"a":1}}') as object, {
      when: new Date(0),
      never: new Date(NaN),
    })
    expect(toJson(data, redactor).replace(/\s/g, '')).toBe(text)
  })

  it('is never too deep', () => {
    let data: unknown = 'end'
    for (let depth = 0; depth < 20_000; depth++) data = { data }
    expect(toJson(data, redactor)).toContain('(nested too deep)')
  })

  it('the same object twice is no cycle', () => {
    const one = { a: 1 }
    expect(JSON.parse(toJson([one, one], redactor))).toEqual([one, one])
  })
})
