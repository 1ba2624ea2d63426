import { array, assert, boolean, constant, nat, oneof, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MinHeap, type HeapItem } from './min-heap'

const makeItem = (): HeapItem => ({ heapIndex: -1 })

const operation = record({
  item: nat(29),
  at: oneof({ weight: 5, arbitrary: nat(50) }, constant(Infinity)),
  isPop: oneof({ weight: 4, arbitrary: constant(false) }, boolean()),
})

/** Takes everything out, the first each time. */
function drain(heap: MinHeap<HeapItem>): number[] {
  const times: number[] = []
  for (let first; (first = heap.first); heap.delete(first)) times.push(heap.firstAt)
  return times
}

describe('MinHeap', () => {
  it('agrees with a list of times after every operation', () => {
    // Without `size`, fast-check makes no list of more than ten, in which nothing is ever moved far.
    const operations = array(operation, { minLength: 60, maxLength: 120, size: 'max' })
    assert(
      property(operations, (list) => {
        const heap = new MinHeap<HeapItem>()
        const items = Array.from({ length: 30 }, makeItem)
        const model = new Map<HeapItem, number>()
        const [seen, expected]: [unknown[], unknown[]] = [[], []]
        for (const { item, at, isPop } of list) {
          const chosen = (isPop ? heap.first : items[item]) ?? makeItem()
          if (isPop) heap.delete(chosen)
          else heap.set(chosen, at)
          if (isPop || at === Infinity) model.delete(chosen)
          else model.set(chosen, at)
          seen.push(heap.size, heap.firstAt)
          expected.push(model.size, Math.min(Infinity, ...model.values()))
        }
        expect(seen).toEqual(expected)
        expect(items.map((item) => item.heapIndex >= 0)).toEqual(items.map((item) => model.has(item)))
        expect(drain(heap)).toEqual([...model.values()].sort((a, b) => a - b))
      }),
    )
  })

  it('leaves those in order who stood around an item that is taken out', () => {
    for (let out = 0; out < 31; out++) {
      const heap = new MinHeap<HeapItem>()
      const items = Array.from({ length: 31 }, makeItem)
      // Two long branches, one of them much later: what closes a gap comes from the other.
      const timeOf = (n: number) => (n * 37) % 31
      for (const [n, item] of items.entries()) heap.set(item, timeOf(n))
      const gone = items[out] ?? makeItem()
      const rest = [...items.keys()].filter((n) => n !== out).map(timeOf)
      heap.delete(gone)
      heap.delete(gone)
      expect([gone.heapIndex, heap.size]).toEqual([-1, 30])
      expect(drain(heap)).toEqual(rest.sort((a, b) => a - b))
    }
  })

  it('is empty after clear, and its items can be put in again', () => {
    const heap = new MinHeap<HeapItem>()
    const items = [makeItem(), makeItem()]
    for (const item of items) heap.set(item, 3)
    heap.clear()
    expect([heap.size, heap.first, heap.firstAt]).toEqual([0, undefined, Infinity])
    expect(items).toEqual([makeItem(), makeItem()])
    for (const [n, item] of items.entries()) heap.set(item, 5 - n)
    expect(drain(heap)).toEqual([4, 5])
  })
})
