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
        const items = Array.from({ length: 20 }, (): HeapItem => ({ wakeAt: Infinity, heapIndex: -1 }))
        for (const { item, at, isPop } of operations) {
          const chosen = isPop ? heap.first : items[item]
          if (!chosen) continue
          if (isPop) heap.delete(chosen)
          else heap.set(chosen, at)
          const held = items.filter((each) => each.heapIndex >= 0)
          expect(heap.size).toBe(held.length)
          expect(heap.first?.wakeAt ?? Infinity).toBe(Math.min(Infinity, ...held.map((each) => each.wakeAt)))
          expect(items.every((each) => each.heapIndex >= 0 === each.wakeAt < Infinity)).toBe(true)
        }
      }),
    )
  })

  it('is empty after clear, and its items can be put in again', () => {
    const heap = new MinHeap<HeapItem>()
    const item = { wakeAt: Infinity, heapIndex: -1 }
    heap.set(item, 3)
    heap.clear()
    expect([heap.size, heap.first, item.heapIndex]).toEqual([0, undefined, -1])
    heap.set(item, 5)
    expect(heap.first).toBe(item)
  })
})
