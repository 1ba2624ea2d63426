/** Tells a caching proxy that knows nothing but addresses: asks for each one anew, past what it keeps. */
import type { Purge, PurgeOptions } from '@freshline/server'
import { pathOfKey } from '../list-key.ts'

/** Where the proxy is. */
export interface PurgeSettings {
  /** The base URL of the proxy, such as `http://127.0.0.1:8080`. */
  url: string
  /** Sent as `x-purge-token`, by which the proxy knows that it is to ask anew. */
  token: string
}

/** Requests at once. */
const AT_ONCE = 6

/** How long a write waits for the proxy, in milliseconds. */
const PATIENCE = 2_000

/** The purge of a sync server. Rejects where any address could not be asked for: it is tried again then. */
export function createPurge({ url, token }: PurgeSettings): PurgeOptions {
  const run: Purge = async (_targets, { keys, signal }) => {
    const paths = keys.map(pathOfKey).filter((path) => path !== undefined)
    const ask = async (): Promise<void> => {
      for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
        const answer = await fetch(new URL(path, url), { headers: { 'x-purge-token': token }, signal })
        await answer.arrayBuffer()
        if (!answer.ok) throw new Error(`The proxy answered ${answer.status} for ${path}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, ask))
  }
  return { run, timeout: PATIENCE }
}
