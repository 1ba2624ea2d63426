/** The cache mode that the platform's own fetch is given: it may have a cache of its own below this one. */
import { isForced } from './cache-request'

/**
 * In a page it has, and what that answers does not tell its age: it is told to ask the server. Node's has none, but
 * takes a conditional request in the default mode for `no-store`, and would add `Cache-Control: no-cache`. Modes
 * that this cache has dealt with are not handed on.
 * @param isCheck whether the cache made the request conditional; `undefined` where it passes by, as a write does, for
 *   which a browser would only forget what it knows of preflights
 */
export function toPlatformMode(
  mode: RequestCache | undefined = 'default',
  isCheck: boolean | undefined,
): RequestCache | undefined {
  if (mode !== 'default' && !isForced(mode)) return mode
  const { location, process } = globalThis as {
    location?: unknown
    process?: { versions?: { undici?: string } }
  }
  if (isCheck === undefined) return undefined
  return location ? 'no-cache' : isCheck && process?.versions?.undici ? 'force-cache' : undefined
}
