// Types: a snapshot narrows by its status, events and reports are what they say.
import type {
  DataSyncManager,
  ErrorSnapshot,
  Freshness,
  PendingSnapshot,
  Snapshot,
  Source,
  SuccessSnapshot,
  SyncEvent,
  SyncEventType,
  SyncReport,
  SyncStatus,
} from '@freshline/core'
import { describe, expectTypeOf, it } from 'vitest'

interface Store {
  id: number
}

declare const snapshot: Snapshot<Store>
declare const manager: DataSyncManager

describe('D1 narrowing', () => {
  it('success has data, with an error beside it or not', () => {
    if (snapshot.status === 'success') {
      expectTypeOf(snapshot).toEqualTypeOf<SuccessSnapshot<Store>>()
      expectTypeOf(snapshot.data).toEqualTypeOf<Store>()
      expectTypeOf(snapshot.error).toEqualTypeOf<Error | undefined>()
    }
  })

  it('error has an error and no data', () => {
    if (snapshot.status === 'error') {
      expectTypeOf(snapshot).toEqualTypeOf<ErrorSnapshot>()
      expectTypeOf(snapshot.data).toBeUndefined()
      expectTypeOf(snapshot.error).toEqualTypeOf<Error>()
    }
  })

  it('pending has neither', () => {
    if (snapshot.status === 'pending') {
      expectTypeOf(snapshot).toEqualTypeOf<PendingSnapshot>()
      expectTypeOf(snapshot.data).toBeUndefined()
      expectTypeOf(snapshot.error).toBeUndefined()
    }
  })

  it('the three are all there is', () => {
    switch (snapshot.status) {
      case 'pending':
      case 'success':
      case 'error':
        break
      default:
        expectTypeOf(snapshot).toBeNever()
    }
  })

  it('without narrowing data may be missing', () => {
    expectTypeOf(snapshot.data).toEqualTypeOf<Store | undefined>()
    // @ts-expect-error not narrowed
    void snapshot.data.id
  })

  it('data that may be undefined narrows as well', () => {
    const maybe = manager.getSnapshot<Store | undefined>('k')
    if (maybe.status === 'success') expectTypeOf(maybe.data).toEqualTypeOf<Store | undefined>()
  })

  it('has every member of D1, and nothing can be written', () => {
    expectTypeOf<keyof Snapshot>().toEqualTypeOf<
      | 'key'
      | 'data'
      | 'error'
      | 'status'
      | 'freshness'
      | 'isOverdue'
      | 'activity'
      | 'isFetching'
      | 'isStale'
      | 'source'
      | 'cached'
      | 'updatedAt'
      | 'expiresAt'
      | 'failureCount'
      | 'version'
    >()
    expectTypeOf(snapshot.freshness).toEqualTypeOf<Freshness>()
    expectTypeOf<Freshness>().toEqualTypeOf<'empty' | 'fresh' | 'stale'>()
    expectTypeOf(snapshot.activity).toEqualTypeOf<'idle' | 'fetching' | 'paused'>()
    expectTypeOf(snapshot.source).toEqualTypeOf<Source | undefined>()
    expectTypeOf(snapshot.updatedAt).toEqualTypeOf<number | undefined>()
    // @ts-expect-error readonly
    snapshot.isOverdue = true
  })

  it('a snapshot of something is a snapshot of unknown', () => {
    expectTypeOf<Snapshot<Store>>().toExtend<Snapshot>()
    expectTypeOf<Snapshot<Store>>().not.toExtend<Snapshot<string>>()
  })
})

describe('D3 events', () => {
  it('are exactly the promised ones', () => {
    expectTypeOf<SyncEventType>().toEqualTypeOf<
      | 'registered'
      | 'unregistered'
      | 'fetching'
      | 'success'
      | 'unchanged'
      | 'error'
      | 'superseded'
      | 'fresh'
      | 'stale'
      | 'overdue'
      | 'invalidated'
      | 'removed'
      | 'mutated'
      | 'propagated'
      | 'paused'
      | 'resumed'
      | 'online'
      | 'offline'
    >()
  })

  it('carry type, key, at, reason and snapshot', () => {
    manager.on('*', (event) => {
      expectTypeOf(event).toEqualTypeOf<SyncEvent>()
      expectTypeOf(event.type).toEqualTypeOf<SyncEventType>()
      expectTypeOf(event.key).toEqualTypeOf<string | undefined>()
      expectTypeOf(event.at).toBeNumber()
      expectTypeOf(event.reason).toEqualTypeOf<string | undefined>()
      expectTypeOf(event.snapshot).toEqualTypeOf<Snapshot | undefined>()
    })
    expectTypeOf(manager.on('stale', () => {})).toEqualTypeOf<() => void>()
  })
})

describe('reports and status', () => {
  it('refresh and invalidate resolve with a report', () => {
    expectTypeOf(manager.refresh('k', { force: true, ifStale: false })).resolves.toEqualTypeOf<SyncReport>()
    expectTypeOf(manager.refreshAll()).resolves.toEqualTypeOf<SyncReport>()
    expectTypeOf(manager.invalidate('k', { refetch: 'none' })).resolves.toEqualTypeOf<SyncReport>()
    // @ts-expect-error 'wanted' or 'none'
    void manager.invalidate('k', { refetch: 'all' })
  })

  it('a status has the pinned members', () => {
    expectTypeOf(manager.getStatus()).toEqualTypeOf<SyncStatus[]>()
    expectTypeOf<SyncStatus>().toEqualTypeOf<{
      readonly key: string
      readonly active: boolean
      readonly enabled: boolean
      readonly freshness: Freshness
      readonly lastSync: Date | null
      readonly nextSync: Date | null
      readonly lastError: string | null
      readonly failures: number
      readonly subscribers: number
    }>()
  })
})
