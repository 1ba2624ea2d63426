/** The two ways to talk to the server: resources that are read and kept fresh, and writes. */
import {
  defineResource,
  fetchFresh,
  httpResource,
  type Key,
  type Resource,
  type ResourceOptions,
} from '@freshline/core'
import { connection } from './connection'
import { OVERDUE_AFTER, ttlOf } from './pace'

const { transport } = connection

/** Describes something that is read from `path` under `key`. */
export function resourceAt<T>(key: Key, path: string, options: ResourceOptions<T>): Resource<T> {
  return defineResource<T>({
    ...httpResource<T>(path, { key, transport }),
    overdueAfter: OVERDUE_AFTER,
    ttl: typeof options.interval === 'number' ? ttlOf(options.interval) : undefined,
    ...options,
  })
}

/** What a write may carry. */
export interface WriteOptions {
  /** Sent as JSON. */
  body?: object
  /** The version the change is based on; the server refuses it when there is a newer one. */
  ifVersion?: number
}

/** Changes something on the server and resolves with its answer. Rejects with the library's structured errors. */
export async function write<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: WriteOptions = {},
) {
  const { body, ifVersion } = options
  const headers = new Headers()
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (ifVersion !== undefined) headers.set('if-match', `"${ifVersion}"`)
  const answer = await fetchFresh<T>(path, {
    method,
    headers,
    transport,
    // Somebody waits for the outcome; repeating a write unasked would only make the wait longer.
    retry: false,
    timeout: 15_000,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return answer.data
}
