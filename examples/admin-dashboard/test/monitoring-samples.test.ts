import type { SyncEvent } from '@freshline/core'
import { describe, expect, test } from 'vitest'
import { createHistory, layout } from '../src/data/monitoring-history'
import { kindOf, sumOutcomes } from '../src/data/outcomes'
import { grown, remember, toSlots } from '../src/data/slots'

const small = { slot: 10, count: 4 }

describe('slots', () => {
  test('the newest sample is in the last slot, older ones in theirs, and the times between are made up evenly', () => {
    const { times, samples } = toSlots([{ at: 82 }, { at: 101 }], small)
    expect(samples).toEqual([undefined, { at: 82 }, undefined, { at: 101 }])
    expect(times).toEqual([71, 82, 91, 101])
  })

  test('of several samples in a slot the newest counts; what is older than the window is in none', () => {
    expect(toSlots([{ at: 10 }, { at: 97 }, { at: 99 }, { at: 100 }], small).samples).toEqual([
      undefined,
      undefined,
      undefined,
      { at: 100 },
    ])
  })

  test('remembering forgets what no slot shows, and what a clock that was set back says is later', () => {
    expect(remember([{ at: 1 }, { at: 60 }, { at: 90 }], { at: 100 }, small)).toEqual([
      { at: 60 },
      { at: 90 },
      { at: 100 },
    ])
    expect(remember([{ at: 900 }], { at: 100 }, small)).toEqual([{ at: 100 }])
  })

  test('a counter that fell is that of a server started anew', () => {
    expect([grown(5, 8), grown(8, 3), grown(4, 4)]).toEqual([3, 3, 0])
  })
})

test('status codes by how a request ended', () => {
  const codes = [200, 201, 302, 304, 404, 429, 500, 503, 0]
  expect(codes.map(kindOf)).toEqual([
    'ok',
    'ok',
    'ok',
    'notModified',
    'refused',
    'refused',
    'failed',
    'failed',
    'failed',
  ])
  expect(sumOutcomes([{ statuses: { '200': 3, '304': 2 } }, { statuses: { '500': 1, '0': 1 } }])).toEqual({
    ok: 3,
    notModified: 2,
    refused: 0,
    failed: 2,
  })
})

describe('the history of the charts', () => {
  function follow() {
    const heard = new Map<string, (event: SyncEvent) => void>()
    const store = createHistory({
      on(type, listener) {
        heard.set(type, listener)
        return () => heard.delete(type)
      },
    })
    const tell = (key: string, at: number, data: unknown) =>
      heard.get('success')?.({ type: 'success', key, at, snapshot: { data } } as SyncEvent)
    return { store, heard, tell }
  }
  const routes = (statuses: Record<string, number>) => ({ routes: [{ statuses }] })

  test('requests are what came since the sample before', () => {
    const { store, tell } = follow()
    tell('monitoring:routes', 1_000, routes({ '200': 5 }))
    tell('monitoring:routes', 1_000 + layout.slot, routes({ '200': 7, '500': 1 }))
    expect(store.getSnapshot().traffic.map((sample) => sample.grown)).toEqual([
      undefined,
      { ok: 2, notModified: 0, refused: 0, failed: 1 },
    ])
  })

  test('what came while nobody looked belongs to no slot', () => {
    const { store, tell } = follow()
    tell('monitoring:routes', 1_000, routes({ '200': 5 }))
    tell('monitoring:routes', 1_000 + 3 * layout.slot, routes({ '200': 90 }))
    expect(store.getSnapshot().traffic.at(-1)?.grown).toBeUndefined()
  })

  test('other keys are passed over, listeners are told, and an end is an end', () => {
    const { store, heard, tell } = follow()
    let told = 0
    const off = store.subscribe(() => told++)
    tell('stats', 1, {})
    tell('monitoring:status', 2, { status: 'ok' })
    off()
    tell('monitoring:status', 3, { status: 'ok' })
    expect([told, store.getSnapshot().status.length]).toEqual([1, 2])
    store.dispose()
    expect(heard.size).toBe(0)
  })
})
