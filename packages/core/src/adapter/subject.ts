/** The two ways in which every adapter is told what to show: a resource, or a key with its fetcher. */
import type { Fetcher } from '../base/fetch-context'
import type { Key } from '../keys'
import type { Resource } from '../sync'

/** What `(resource, options)` and `(key, fetcher, options)` have in common. */
export interface Subject<O> {
  /** The key; `null` where nothing is to be shown yet. */
  readonly key: Key | null
  /** How it is fetched; none where the key is only watched. */
  readonly fetcher: Fetcher<unknown> | undefined
  /** Options of the resource, those given beside it first. The same object where there is only one of the two. */
  readonly options: O
}

const NO_OPTIONS = Object.freeze({})

/** Sorts the arguments of `useSync` and its like. */
export function toSubject<O extends object>(subject: unknown, second: unknown, third: unknown): Subject<O> {
  const own = (third ?? (typeof second === 'object' ? second : undefined)) as O | null | undefined
  if (typeof subject !== 'object' || subject === null || Array.isArray(subject)) {
    const fetcher = typeof second === 'function' ? (second as Fetcher<unknown>) : undefined
    return { key: subject as Key | null, fetcher, options: own ?? (NO_OPTIONS as O) }
  }
  const resource = subject as Resource
  const options = (own ? { ...resource, ...own } : resource) as O
  return { key: resource.key, fetcher: resource.fetcher, options }
}
