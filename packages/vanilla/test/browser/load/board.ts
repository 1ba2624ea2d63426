/**
 * What the pages under load have in common, whatever shows their keys: a manager, a resource for every key, and what people
 * do, which is called by name from outside. What a page reports goes through `told`, which the observer installs.
 */
import { DataSyncManager, fetchFresh, httpResource, outcome, type Resource } from '@freshline/core'
import { breakOnPurpose, brokenEnvironment } from './page-breaks.ts'
import type { PageConfig, PageReport } from './page-report.ts'

declare const config: PageConfig
declare const life: string
declare const told: (report: PageReport) => void

/** What the server has of a key. */
export interface Item {
  readonly key: number
  readonly version: number
  readonly text: string
}

const problem = (error: unknown, where: string): void =>
  told([
    'problem',
    `reported, ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  ])

const environment = brokenEnvironment(config.broken)

/** The manager of the page. */
export const manager = new DataSyncManager({ report: problem, ...(environment && { environment }) })
const keyOf = (key: number) => ['item', key]
const urlOf = (key: number) => `/api/items/${key}`

/** The element that shows a key's version. */
export const elementOf = (key: number): HTMLElement => {
  const element = document.getElementById(`item${key}`)
  if (!element) throw new Error(`There is no element for ${key}`)
  return element
}

/** A resource for every key. */
export const resources: readonly Resource<Item>[] = config.intervals.map((interval, key) =>
  httpResource<Item>(urlOf(key), {
    key: keyOf(key),
    interval,
    tags: [`group${key % 10}`],
    // Half of the keys have versions of their own; of the others the order of requests is all that is known.
    ...(key % 2 === 0 && { version: (item: Item) => item.version }),
  }),
)

/** What `matches` picks of the keys. */
const pick = (matches: (key: number) => boolean): number[] => [...config.intervals.keys()].filter(matches)

/** Named by key, by tag, by pattern, or all. */
function targetOf(
  kind: 'key' | 'tag' | 'pattern' | 'all',
  key: number,
): { target: string | object; keys: number[] } {
  if (kind === 'key') return { target: `item:${key}`, keys: [key] }
  if (kind === 'tag')
    return { target: { tag: `group${key % 10}` }, keys: pick((each) => each % 10 === key % 10) }
  if (kind === 'all') return { target: 'item:*', keys: pick(() => true) }
  const start = String(key).slice(0, 2)
  return { target: `item:${start}*`, keys: pick((each) => String(each).startsWith(start)) }
}

let mutations = 0

const acts = {
  /** Writes a key, and shows the server's answer at once. */
  async mutate(key: number, isWide: boolean): Promise<void> {
    const id = `${life}-${++mutations}`
    const { target, keys } = targetOf(isWide ? 'tag' : 'key', key)
    told(['mutate', id, keys, Date.now()])
    const write = async () => {
      const options = { method: 'PUT', headers: { 'x-token': id }, retry: 0 }
      const { data } = await fetchFresh<Item>(urlOf(key), options)
      return key % 2 === 0 ? outcome(data, { version: data.version }) : data
    }
    try {
      const item = await manager.mutate<Item>(write, {
        invalidates: [target as string],
        optimistic: [{ key: keyOf(key), update: (held?: Item) => held && { ...held, text: 'being saved' } }],
        commit: [{ key: keyOf(key), data: (saved: Item) => saved }],
        ...(key % 2 === 1 && { scope: `item${key}` }),
      })
      const showed = Number(elementOf(key).textContent)
      told(['acknowledged', id, key, item.version, showed, Date.now()])
    } catch {
      // The server was away: nobody knows whether it was written.
      told(['refused', id, Date.now()])
    }
  },
  /** Makes keys stale. */
  async invalidate(kind: 'key' | 'tag' | 'pattern' | 'all', key: number): Promise<void> {
    const { target, keys } = targetOf(kind, key)
    told(['invalidation', keys, Date.now()])
    await manager.invalidate(target as string)
  },
  /** Asks for keys now. */
  async refresh(kind: 'key' | 'tag', key: number): Promise<void> {
    const { target, keys } = targetOf(kind, key)
    told(['refresh', keys, Date.now()])
    await manager.refresh(target as string)
  },
  /** A fixed piece of work, by which it is measured how much slower the processor is made. */
  work(): void {
    // In a task of this script's own.
    setTimeout(() => {
      let sum = 0
      for (let round = 0; round < 4e7; round++) sum += round % 7
      document.title = `Load ${sum}`
    })
  },
}

breakOnPurpose(config.broken, { keys: pick(() => true), urlOf, elementOf })
Object.assign(globalThis, { acts })
