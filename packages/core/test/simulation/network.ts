/** A network that delays, reorders, loses, doubles and cuts off, between pages and one server. */
import { seeded, type Chance, type FakeClock } from '@freshline/test-utils'
import type { Forgotten, Server, Value } from './server'
import type { Tally } from './tally'

/** How the network behaves for now. */
export interface Weather {
  /** Of 100 requests, how many meet a fault. */
  faults: number
  /** The longest way in one direction, milliseconds. */
  delay: number
  /** How far replicas may lag, milliseconds; 0: they do not. */
  lag: number
}

/** What may become of a request. */
export const FAULTS = [
  'lost',
  'cut off',
  'broken body',
  'truncated',
  'doubled',
  'redirected',
  'hung',
  '409',
  '412',
  '429',
  '500',
  '503',
] as const

type Fault = (typeof FAULTS)[number]

/** What is asked of the server. */
export interface Asked {
  readonly key: string
  /** Reads with the validator of what is held; `changes`: a mutation's id; `forgets`: for the server's cache. */
  readonly etag?: string | undefined
  readonly isForced?: boolean
  readonly changes?: number
  readonly forgets?: Forgotten
  readonly signal?: AbortSignal | null | undefined
  /** The server is read when the request starts, so that the order of the starts is that of what they see. */
  readonly isAtOnce?: boolean
  /** Nothing ends the wait for an answer but whoever waits: a fetcher in the manager's care. */
  readonly mayHang?: boolean
}

/** What arrives, by shape a `Response`; beside it what the checker may know. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  text(): Promise<string>
  /** What a good answer says, and for how long after the request was sent, milliseconds, it says so. */
  readonly says: { readonly value: Value; readonly lasts: number } | undefined
}

/** Hands something to a page: at once, or when it is awake again. */
type Deliver = (run: () => void) => void

export class Network {
  readonly weather: Weather
  readonly #clock: FakeClock
  readonly #server: Server
  readonly #tally: Tally
  readonly #seed: number
  readonly #maxAge: (key: string) => number
  /** How many requests of a kind there were: what becomes of the next one follows from that, and from the seed. */
  readonly #counts = new Map<string, number>()

  constructor(
    world: { readonly clock: FakeClock; readonly server: Server; readonly tally: Tally },
    seed: number,
    weather: Weather,
    maxAge: (key: string) => number,
  ) {
    this.#clock = world.clock
    this.#server = world.server
    this.#tally = world.tally
    this.#seed = seed
    this.weather = weather
    this.#maxAge = maxAge
  }

  /** Sends a request for a page; what chance makes of it depends on nothing but its place in the page's requests. */
  send(page: string, asked: Asked, deliver: Deliver): Promise<Answer> {
    const chance = this.#chanceOf(`${page} ${asked.key}`)
    const { delay, faults, lag } = this.weather
    const fault: Fault | undefined = chance.percent(faults) ? chance.pick(FAULTS) : undefined
    const ways = [chance.whole(0, delay), chance.whole(0, delay), chance.whole(0, delay)] as const
    const behind = lag > 0 && chance.percent(50) ? chance.whole(0, lag) : 0
    const seconds = chance.whole(1, 9)
    // Where a body ends that arrives in part; and whether a server that fails has done what it was asked to.
    const part = chance.next()
    const isDone = chance.percent(50)
    if (fault) this.#tally.add(`fault: ${fault}`)
    if (behind > 0) this.#tally.add('fault: lagging replica')
    if (ways[0] + ways[1] > 100) this.#tally.add('fault: delayed')
    const after = (ms: number, run: () => void) => void this.#clock.schedule(run, ms)
    return new Promise((resolve, reject) => {
      const fail = () => deliver(() => reject(new TypeError('fetch failed')))
      asked.signal?.addEventListener('abort', () => reject(asked.signal?.reason as Error))
      const arrive = () => {
        const refusal = statusOf(fault)
        if (refusal !== undefined) {
          if (asked.changes !== undefined && isDone && refusal >= 500) {
            this.#answer(asked, behind)
            this.#tally.add('fault: a write that is done fails')
          }
          const headers = refusal === 429 || refusal === 503 ? { 'retry-after': String(seconds) } : undefined
          return after(ways[1], () => deliver(() => resolve(refused(refusal, headers))))
        }
        const answer = this.#answer(asked, behind)
        if (fault === 'doubled') after(ways[2], () => void this.#answer(asked, behind))
        if (fault === 'hung' && asked.mayHang) return
        if (fault === 'cut off' || fault === 'hung') return after(fault === 'hung' ? 8000 : ways[1], fail)
        after(ways[1], () => deliver(() => resolve(damaged(answer, fault, part))))
      }
      if (fault === 'lost') return after(ways[0], fail)
      // A redirect is one more way there and back.
      const way = fault === 'redirected' ? ways[0] + 2 * ways[2] : ways[0]
      if (asked.isAtOnce) arrive()
      else after(way, arrive)
    })
  }

  /** The server's part. */
  #answer(asked: Asked, behind: number): Answer {
    const { key, changes, forgets, etag } = asked
    if (forgets) {
      this.#server.forget(forgets)
      this.#tally.add('server: cache told')
      return good(200, { 'content-type': 'application/json' }, '{"invalidated":0,"position":"","purge":null}')
    }
    if (changes !== undefined) {
      if (this.#server.read(key).ids.includes(changes)) this.#tally.add('server: a write came twice')
      const value = this.#server.change(key, changes)
      return good(200, { 'content-type': 'application/json' }, JSON.stringify(value), { value, lasts: 0 })
    }
    const { value, age, isCached } = this.#server.serve(key, asked.isForced === true, behind)
    if (isCached) this.#tally.add('server: answered from its cache')
    const maxAge = this.#maxAge(key)
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'cache-control': `max-age=${maxAge}`,
      etag: `"${value.n}"`,
    }
    if (age > 0) headers.age = String(age)
    const says = { value, lasts: Math.max(0, maxAge - age) * 1000 }
    if (etag === headers.etag) {
      this.#tally.add('fault: 304')
      return good(304, headers, '', says)
    }
    return good(200, headers, JSON.stringify(value), says)
  }

  #chanceOf(name: string): Chance {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    let mixed = this.#seed ^ Math.imul(count, 0x9e3779b1)
    for (const letter of name) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193)
    return seeded(mixed)
  }
}

function statusOf(fault: Fault | undefined): number | undefined {
  const status = Number(fault)
  return status > 0 ? status : undefined
}

function good(
  status: number,
  headers: Record<string, string>,
  text: string,
  says?: NonNullable<Answer['says']>,
): Answer {
  return { status, headers: new Headers(headers), text: async () => text, says }
}

function refused(status: number, headers: Record<string, string> = {}): Answer {
  return good(status, headers, '')
}

/** An answer whose body does not arrive whole: it breaks off, or ends too early. */
function damaged(answer: Answer, fault: Fault | undefined, part: number): Answer {
  const { status, headers } = answer
  if (status !== 200 || (fault !== 'broken body' && fault !== 'truncated')) return answer
  const text = async () => {
    const whole = await answer.text()
    // Not to nothing: an empty body is an answer, of `undefined`.
    if (fault === 'truncated') return whole.slice(0, 1 + Math.floor(part * (whole.length - 1)))
    throw new TypeError('terminated')
  }
  return { status, headers, text, says: undefined }
}
