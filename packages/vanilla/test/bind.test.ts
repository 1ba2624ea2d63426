import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { flush } from '@freshline/test-utils'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bindAttribute, bindList, bindText, createSyncStore, type Readable } from '../src'
import { longestRise } from '../src/dom/longest-rise'

/** The smallest thing with the contract, as another library's store. */
function writable<T>(value: T): Readable<T> & { set(next: T): void; readonly count: number } {
  const runs = new Set<(value: T) => void>()
  let now = value
  return {
    subscribe(run) {
      const own = (next: T) => run(next)
      runs.add(own)
      own(now)
      return { unsubscribe: () => void runs.delete(own) }
    },
    set(next) {
      now = next
      for (const run of runs) run(next)
    },
    get count() {
      return runs.size
    },
  }
}

const element = (name = 'div') => document.body.appendChild(document.createElement(name))

afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('G3 bindText', () => {
  it('shows the data of a sync store, keeps the key while bound, and leaves the text when unbound', async () => {
    const manager = new DataSyncManager({ environment: fixedEnvironment() })
    const target = element()
    const unbind = bindText(
      target,
      createSyncStore('stats', async () => 5, { manager }),
    )
    expect(target.textContent).toBe('')
    await flush()
    expect(target.textContent).toBe('5')
    expect(manager.getStatus()).toMatchObject([{ subscribers: 1 }])
    unbind()
    unbind()
    manager.setData('stats', 6)
    await flush()
    expect([target.textContent, manager.getStatus()]).toEqual(['5', []])
    manager.dispose()
  })

  it('never makes markup of text', () => {
    const target = element()
    bindText(target, writable('<img src=x onerror=alert(1)>'))
    expect([target.children.length, target.textContent]).toEqual([0, '<img src=x onerror=alert(1)>'])
  })

  it('touches nothing where the text is the same, and shows nothing for nothing', () => {
    const target = element()
    const store = writable<{ n: number | null }>({ n: 1 })
    bindText(target, store, ({ n }) => n)
    const node = target.firstChild
    store.set({ n: 1 })
    expect(target.firstChild).toBe(node)
    store.set({ n: 0 })
    expect(target.textContent).toBe('0')
    store.set({ n: null })
    expect(target.textContent).toBe('')
  })
})

describe('G3 bindAttribute', () => {
  it('sets, empties and removes', () => {
    const target = element()
    const store = writable<unknown>('a')
    const unbind = bindAttribute(target, 'title', store)
    const seen = [target.getAttribute('title')]
    for (const value of [true, false, 0, undefined, '"<b>', null]) {
      store.set(value)
      seen.push(target.getAttribute('title'))
    }
    expect(seen).toEqual(['a', '', null, '0', null, '"<b>', null])
    unbind()
    expect(store.count).toBe(0)
  })

  it('refuses attributes that are run or parsed, and addresses that are', () => {
    const target = element('a')
    for (const name of ['onclick', 'ONLOAD', 'srcdoc']) {
      expect(() => bindAttribute(target, name, writable('x'))).toThrow(
        expect.objectContaining({ code: 'invalid_option' }),
      )
    }
    const store = writable('/a')
    bindAttribute(target, 'href', store)
    expect(target.getAttribute('href')).toBe('/a')
    for (const address of ['javascript:alert(1)', ' \u0001JavaScript:x', 'java\nscript:x']) {
      store.set('/a')
      store.set(address)
      expect(target.getAttribute('href')).toBe(null)
    }
    store.set('https://example.com/javascript:')
    expect(target.getAttribute('href')).toBe('https://example.com/javascript:')
  })
})

interface Item {
  readonly id: number
  readonly text: string
}
const itemsOf = (...ids: number[]): Item[] => ids.map((id) => ({ id, text: `item ${id}` }))
const options = {
  key: ({ id }: Item) => id,
  create: () => document.createElement('li'),
  update: (target: HTMLLIElement, { text }: Item) => void (target.textContent = text),
}
const texts = (list: Element) => [...list.children].map(({ textContent }) => textContent)

describe('G3 bindList', () => {
  it('equals a fresh render after any history, with the same element for the same key', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 10 })
    const lists = fc.array(fc.tuple(ids, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(lists, (history) => {
        const list = element('ul')
        list.innerHTML = '<li>head</li>'
        const store = writable<readonly Item[]>([])
        const unbind = bindList(list, store, options)
        const tail = list.appendChild(document.createElement('li'))
        let before = new Map<number, Element>()
        for (const [keys, version] of history) {
          const items = keys.map((id) => ({ id, text: `${id}.${version}` }))
          store.set(items)
          expect(texts(list)).toEqual(['head', ...items.map(({ text }) => text), ''])
          const now = new Map(keys.map((id, index) => [id, list.children[index + 1] as Element]))
          const isOther = (id: number) => before.has(id) && before.get(id) !== now.get(id)
          expect(keys.filter(isOther)).toEqual([])
          before = now
        }
        expect(list.lastChild).toBe(tail)
        unbind()
        expect(store.count).toBe(0)
      }),
      { numRuns: 150 },
    )
  })

  it('moves as few elements as can be, and none that has the focus', () => {
    const list = element('ul')
    const store = writable(itemsOf(1, 2, 3, 4, 5))
    bindList(list, store, {
      ...options,
      create: () => Object.assign(document.createElement('li'), { tabIndex: 0 }),
    })
    const moved: unknown[] = []
    const insertBefore = list.insertBefore.bind(list)
    vi.spyOn(list, 'insertBefore').mockImplementation((node, next) => {
      moved.push(node.textContent)
      return insertBefore(node, next)
    })
    store.set(itemsOf(5, 1, 2, 3, 4))
    expect(moved.splice(0)).toEqual(['item 5'])
    const five = list.children[0] as HTMLElement
    five.focus()
    store.set(itemsOf(1, 2, 3, 4, 5))
    expect(moved.splice(0)).toEqual(['item 4', 'item 3', 'item 2', 'item 1'])
    expect(document.activeElement).toBe(five)
    store.set(itemsOf(1, 3, 4, 5, 6))
    expect(moved).toEqual(['item 6'])
    expect(texts(list)).toEqual(['item 1', 'item 3', 'item 4', 'item 5', 'item 6'])
  })

  it('moves by moveBefore where the browser can', () => {
    const list = element('ul') as HTMLElement & { moveBefore?: unknown }
    const moveBefore = vi.fn((node: Node, next: Node) => void list.insertBefore(node, next))
    list.moveBefore = moveBefore
    const store = writable(itemsOf(1, 2))
    bindList(list, store, options)
    expect(moveBefore).not.toHaveBeenCalled()
    store.set(itemsOf(2, 1, 3))
    expect(moveBefore).toHaveBeenCalledTimes(1)
    expect(texts(list)).toEqual(['item 2', 'item 1', 'item 3'])
  })

  it('updates an element only for another item', () => {
    const update = vi.fn()
    const items = itemsOf(1, 2)
    const store = writable(items)
    bindList(element('ul'), store, { ...options, update })
    store.set([...items].reverse())
    expect(update).toHaveBeenCalledTimes(2)
    store.set([{ id: 1, text: 'new' }, ...items.slice(1)])
    expect(update).toHaveBeenCalledTimes(3)
  })

  it('stays as it was where two items have one key, or an element cannot be made', () => {
    const list = element('ul')
    const store = writable(itemsOf(1, 2))
    const create = vi.fn(options.create)
    bindList(list, store, { ...options, create })
    expect(() => store.set(itemsOf(2, 1, 2))).toThrow(expect.objectContaining({ code: 'invalid_option' }))
    create.mockImplementation(() => {
      throw new Error('create')
    })
    expect(() => store.set(itemsOf(2, 3))).toThrow('create')
    expect(texts(list)).toEqual(['item 1', 'item 2'])
  })

  it('puts back what others have taken off the page', () => {
    const list = element('ul')
    const store = writable(itemsOf(1, 2, 3))
    bindList(list, store, options)
    list.children[1]?.remove()
    store.set(itemsOf(3, 2, 1))
    expect(texts(list)).toEqual(['item 3', 'item 2', 'item 1'])
  })

  it('shows its items again after the container was emptied, and works off the page and in shadow trees', () => {
    const root = element().attachShadow({ mode: 'open' })
    for (const list of [
      element('ul'),
      document.createElement('ul'),
      root.appendChild(document.createElement('ul')),
    ]) {
      const store = writable(itemsOf(1, 2, 3))
      bindList(list, store, options)
      list.replaceChildren()
      store.set(itemsOf(3, 1, 2))
      expect(texts(list)).toEqual(['item 3', 'item 1', 'item 2'])
    }
  })

  it('shows the data of a sync store, and nothing before there is some', async () => {
    const manager = new DataSyncManager({ environment: fixedEnvironment() })
    const list = element('ul')
    const store = createSyncStore('orders', async () => itemsOf(1, 2), { manager })
    const unbind = bindList(list, store, options)
    expect(texts(list)).toEqual([])
    await flush()
    expect(texts(list)).toEqual(['item 1', 'item 2'])
    unbind()
    manager.dispose()
  })
})

describe('longestRise', () => {
  /** By trying all subsets. */
  const slow = (numbers: number[], fixed: number): number => {
    let best = 0
    for (let mask = 0; mask < 1 << numbers.length; mask++) {
      const indexes = numbers.map((_, index) => index).filter((index) => mask & (1 << index))
      const rising = indexes.every((index, at) => {
        const before = indexes[at - 1]
        const number = numbers[index] as number
        return number >= 0 && (before === undefined || (numbers[before] as number) < number)
      })
      const pinned = fixed < 0 || (numbers[fixed] as number) < 0 || indexes.includes(fixed)
      if (rising && pinned) best = Math.max(best, indexes.length)
    }
    return best
  }

  it('is rising, as long as can be, and holds what it has to', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: -1, max: 20 }), { maxLength: 9 })
    fc.assert(
      fc.property(numbers, fc.integer({ min: -1, max: 8 }), (all, index) => {
        const fixed = index < all.length ? index : -1
        const rise = [...longestRise(all, fixed)].sort((a, b) => a - b)
        const values = rise.map((each) => all[each] as number)
        expect(values).toEqual([...values].sort((a, b) => a - b))
        expect(values.every((value) => value >= 0)).toBe(true)
        expect(rise.length).toBe(slow(all, fixed))
        expect(rise.includes(fixed)).toBe((all[fixed] ?? -1) >= 0 || rise.includes(fixed))
      }),
      { numRuns: 300 },
    )
  })
})
