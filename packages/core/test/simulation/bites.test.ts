// A simulation that finds nothing proves something only if it would find something: each kind of break is made
// on purpose here, and must be noticed.
import type { DataSyncManager, ResourceOptions } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import type { Rule } from './checker'
import type { Value } from './fake-server'
import type { Sabotage } from './scenario'
import { simulate } from './simulate'

/** A manager of which some methods are replaced. */
function replaced(
  manager: DataSyncManager,
  methods: Partial<Record<keyof DataSyncManager, unknown>>,
): DataSyncManager {
  return new Proxy(manager, {
    get(target, name) {
      if (name in methods) return methods[name as keyof DataSyncManager]
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
}

type Register = (key: string, fetcher: () => Promise<Value>, options: ResourceOptions<Value>) => unknown
type Mutate = DataSyncManager['mutate']

const EMPTY = { refreshed: [], unchanged: [], failed: [], skipped: [], errors: {} }

const cases: [name: string, rule: Rule, sabotage: Sabotage, versions?: boolean][] = [
  [
    'invalidations that are not heard',
    'never fresh too long',
    { manager: (manager) => replaced(manager, { invalidate: async () => EMPTY }) },
  ],
  [
    'mutations that invalidate nothing',
    'read your writes',
    {
      manager: (manager) => {
        const mutate: Mutate = (fn, options) =>
          manager.mutate(fn, { ...options, invalidates: [], commit: [] })
        return replaced(manager, { mutate })
      },
    },
  ],
  ['replicas that lag and say no version', 'monotonic reads', { tellsVersions: false }, true],
  [
    'two requests for one',
    'one flight',
    {
      fetcher: (fetcher) => (context) => {
        fetcher(context).catch(() => {})
        return fetcher(context)
      },
    },
  ],
  [
    'more requests than the budget allows',
    'budget',
    {
      fetcher: (fetcher) => (context) => {
        for (let n = 0; n < 6; n++) fetcher(context).catch(() => {})
        return fetcher(context)
      },
    },
  ],
  [
    'intervals of 50 ms',
    'no storm',
    {
      manager: (manager) => {
        const register: Register = (key, fetcher, options) =>
          manager.register(key, fetcher, { ...options, interval: 50 })
        return replaced(manager, { register })
      },
    },
  ],
  [
    'a page that is never told that it is hidden',
    'quiet while away',
    { environment: (environment) => ({ ...environment, isVisible: () => true }) },
  ],
  [
    'a page that is never told that it is offline',
    'quiet while away',
    { environment: (environment) => ({ ...environment, isOnline: () => true }) },
  ],
  [
    'events that are told twice',
    'told once',
    {
      manager: (manager) => {
        const on: DataSyncManager['on'] = (type, listener) =>
          manager.on(type, (event) => {
            listener(event)
            listener(event)
          })
        return replaced(manager, { on })
      },
    },
  ],
  [
    'optimistic updates that are applied twice',
    'counted once',
    {
      manager: (manager) => {
        const mutate: Mutate = (fn, options = {}) =>
          manager.mutate(fn, {
            ...options,
            optimistic: [...(options.optimistic ?? []), ...(options.optimistic ?? [])],
          })
        return replaced(manager, { mutate })
      },
    },
  ],
  [
    'writes that are taken back by what was held before',
    'nothing shown is lost',
    {
      manager: (manager) => {
        const mutate: Mutate = async (fn, options = {}) => {
          const [first] = options.optimistic ?? []
          const before = first && manager.getSnapshot(first.key).data
          const result = await manager.mutate(fn, options)
          if (first && before) queueMicrotask(() => manager.setData(first.key, before))
          return result
        }
        return replaced(manager, { mutate })
      },
    },
  ],
  [
    'data that is blanked now and then',
    'errors keep data',
    {
      manager: (manager) => {
        let reads = 0
        const getSnapshot = (key: string) => manager.getSnapshot(++reads % 50 === 0 ? 'nobody' : key)
        return replaced(manager, { getSnapshot })
      },
    },
  ],
  [
    'a reset that forgets nothing',
    'reset forgets',
    { manager: (manager) => replaced(manager, { reset: () => {} }) },
  ],
  [
    'snapshots that contradict themselves',
    'consistent snapshot',
    {
      manager: (manager) => {
        const getSnapshot = (key: string) => ({ ...manager.getSnapshot(key), isStale: true })
        return replaced(manager, { getSnapshot })
      },
    },
  ],
  [
    'a server that stops answering',
    'convergence',
    {
      fetcher: (fetcher) => {
        let calls = 0
        return (context) => (++calls > 20 ? new Promise(() => {}) : fetcher(context))
      },
    },
  ],
  [
    'reports that never come',
    'promises settle',
    { manager: (manager) => replaced(manager, { refresh: () => new Promise(() => {}) }) },
  ],
  [
    'a manager that is not disposed of',
    'quiet when gone',
    { manager: (manager) => replaced(manager, { dispose: () => {} }) },
  ],
]

describe('the simulation notices', () => {
  it.each(cases)('%s', async (_name, rule, sabotage, versions = false) => {
    const found = new Set<Rule>()
    for (let seed = 1; seed <= 40 && !found.has(rule); seed++) {
      for (const each of await simulate({ seed, versions, sabotage })) found.add(each.rule)
    }
    expect([...found]).toContain(rule)
  })

  it('nothing where nothing is broken, and the same run for the same seed', async () => {
    const traces = [[], []] as string[][]
    for (const trace of traces) {
      expect(await simulate({ seed: 7, versions: true, trace: (line) => trace.push(line) })).toEqual([])
    }
    expect(traces[0]?.length).toBeGreaterThan(300)
    expect(traces[0]).toEqual(traces[1])
  })
})
