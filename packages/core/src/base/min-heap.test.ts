import { array, assert, boolean, constant, nat, oneof, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MinHeap, type HeapItem } from './min-heap'

const operation = record({
  item: nat(19),
  at: oneof(nat(50), constant(Infinity)),
  isPop: boolean(),
})

describe('MinHeap', () => {
  it('agrees with a sorted list after every operation', () => {
    assert(
      property(array(operation, { maxLength: 200 }), (operations) => {
        const heap = new MinHeap<HeapItem>()
        const items = Array.from({ length: 20 }, (): HeapItem => ({ heapIndex: -1 }))
        const times = new Map<HeapItem, number>()
        for (const { item, at, isPop } of operations) {
          const chosen = isPop ? heap.first : items[item]
          if (!chosen) continue
          const time = isPop ? Infinity : at
          if (isPop) heap.delete(chosen)
          else heap.set(chosen, at)
          times.delete(chosen)
          if (time < Infinity) times.set(chosen, time)
          expect(heap.size).toBe(times.size)
          expect(heap.firstAt).toBe(Math.min(Infinity, ...times.values()))
          expect(heap.first && times.get(heap.first)).toBe(times.size > 0 ? heap.firstAt : undefined)
          expect(items.every((each) => each.heapIndex >= 0 === times.has(each))).toBe(true)
        }
      }),
    )
  })

  it('is empty after clear, and its items can be put in again', () => {
    const heap = new MinHeap<HeapItem>()
    const item = { heapIndex: -1 }
    heap.set(item, 3)
    heap.clear()
    expect([heap.size, heap.first, heap.firstAt, item.heapIndex]).toEqual([0, undefined, Infinity, -1])
    heap.set(item, 5)
    expect(heap.first).toBe(item)
  })
})
