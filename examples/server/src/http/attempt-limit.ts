/**
 * How much one client may ask for: a bucket for each that fills evenly, so that nobody guesses keys, or answers for
 * visitors, by the thousand.
 */
import { ApiError } from './api-error.ts'

/** So many at once, and as many again in each period. */
export interface AttemptRate {
  attempts: number
  /** In milliseconds. */
  per: number
}

/** Clients that are remembered; beyond that the one that was quiet for longest is forgotten. */
const CLIENTS = 5_000

/** The limit of one server. */
export class AttemptLimit {
  readonly #rate: AttemptRate
  readonly #now: () => number
  readonly #buckets = new Map<string, { left: number; at: number }>()

  constructor(rate: AttemptRate, now: () => number) {
    this.#rate = rate
    this.#now = now
  }

  /** Counts an attempt of whoever sends the request. Throws 429 with `message` where it is one too many. */
  check(request: Request, message: string): void {
    const wait = this.take(clientOf(request))
    if (wait === 0) return
    throw new ApiError('rate_limited', message, {
      headers: { 'retry-after': String(Math.ceil(wait / 1_000)) },
    })
  }

  /** Counts an attempt; answers 0, or in how many milliseconds it may be made. One that is refused is not counted. */
  take(client: string): number {
    const { attempts, per } = this.#rate
    const now = this.#now()
    const known = this.#buckets.get(client)
    const gained = known === undefined ? attempts : (Math.max(0, now - known.at) / per) * attempts
    const left = Math.min(attempts, (known?.left ?? 0) + gained)
    const isAllowed = left >= 1
    // Put in anew, so that the order is by last use.
    this.#buckets.delete(client)
    this.#buckets.set(client, { left: isAllowed ? left - 1 : left, at: now })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > CLIENTS && oldest !== undefined) this.#buckets.delete(oldest)
    return isAllowed ? 0 : Math.ceil(((1 - left) * per) / attempts)
  }
}

/**
 * The address at the other end of the connection. What a proxy says of it is not believed: anybody can say that. Of an
 * IPv6 address its first half, since the second is everybody's own to choose.
 */
function clientOf(request: Request): string {
  const address = (request as { readonly ip?: string | undefined }).ip ?? ''
  return networkOf(address.replace(/^::ffff:(?=\d+\.)/i, ''))
}

/** The first four groups of an IPv6 address, leading zeros aside; other addresses whole. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::', 2)
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  while (groups.length + after.length < 8) groups.push('0')
  return [...groups, ...after].slice(0, 4).join(':').toLowerCase()
}
