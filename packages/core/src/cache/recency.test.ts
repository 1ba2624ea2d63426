import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Recency } from './recency'
import { CacheRecord } from './record'

const toRecord = (key: string) => new CacheRecord(key, key, 0, { ttl: 0, gcTime: 0, tags: [] }, undefined)

/** Takes the oldest out until none is left. */
function drain(list: Recency<string>): string[] {
  const order: string[] = []
  for (let oldest; (oldest = list.oldest); list.delete(oldest)) order.push(oldest.key)
  return order
}

const step = fc.record({ act: fc.constantFrom('add', 'touch', 'touch', 'delete'), at: fc.nat(7) })

describe('Recency', () => {
  it('keeps the order of use, whatever is added, touched and deleted', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
        const list = new Recency<string>()
        const records = Array.from({ length: 8 }, (_, n) => toRecord(`r${n}`))
        let order: CacheRecord<string>[] = []
        for (const { act, at } of steps) {
          const record = records[at] ?? toRecord('')
          const isIn = order.includes(record)
          const others = order.filter((each) => each !== record)
          if (act === 'delete') list.delete(record)
          else if (act === 'touch') list.touch(record)
          else if (!isIn) list.add(record)
          if (act === 'delete') order = others
          else if (isIn ? act === 'touch' : act === 'add') order = [...others, record]
          expect([list.size, list.oldest?.key]).toEqual([order.length, order[0]?.key])
        }
        expect(records.map((record) => list.has(record))).toEqual(
          records.map((record) => order.includes(record)),
        )
        expect(drain(list)).toEqual(order.map((record) => record.key))
        expect(list.size).toBe(0)
      }),
    )
  })

  it('is empty after clear', () => {
    const list = new Recency<string>()
    list.add(toRecord('a'))
    list.add(toRecord('b'))
    list.clear()
    expect([list.size, list.oldest]).toEqual([0, undefined])
    const next = toRecord('c')
    list.add(next)
    list.touch(next)
    expect(drain(list)).toEqual(['c'])
  })
})
