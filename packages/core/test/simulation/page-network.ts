/** What goes between one page and the server: fetchers, writes, what the server's cache is told; the checkers look on. */
import { HttpError, httpPropagate, NetworkError, type FetchContext } from '@freshline/core'
import type { Answer, Asked } from './network'
import type { Asker } from './check-requests'
import type { OwnClock, PageClock } from './page-clock'
import type { Permissions } from './permissions'
import type { Place } from './place'
import type { ReadChecker } from './check-reads'
import type { ReturnChecker } from './check-returns'
import type { Judge } from './rules'
import type { Forgotten, Value } from './server'
import type { Surroundings } from './surroundings'

/** Before the names of keys in URLs. */
const SERVER = 'https://server.test/'

/** How long what a `load` brought is fresh, milliseconds. */
export const LOADED = 60_000

/** What is to be known of a page here. */
export interface NetworkedPage extends Judge, Asker {
  readonly name: string
  readonly place: Place
  readonly world: Surroundings
  readonly clock: PageClock
  readonly own: OwnClock
  readonly permissions: Permissions
  readonly reads: ReadChecker
  readonly returns: ReturnChecker
  readonly isDisposed: boolean
  say(line: () => string): void
}

export class PageNetwork {
  readonly #page: NetworkedPage

  constructor(page: NetworkedPage) {
    this.#page = page
  }

  /** Where a key is for `httpResource`. */
  urlOf(key: string): string {
    return SERVER + key
  }

  /** What `httpResource` takes beside a key's options. */
  wire(key: string) {
    const transport = async (_input: string | URL, init: RequestInit) => {
      const headers = new Headers(init.headers)
      const isForced = headers.get('cache-control') === 'no-cache'
      const etag = headers.get('if-none-match') ?? undefined
      const asked = { key, etag, isForced, signal: init.signal, mayHang: true }
      return (await this.#ask(key, asked, false)) as unknown as Response
    }
    return { key, transport, clock: this.#page.own }
  }

  /** A fetcher of the page's own. `isLoad`: for a `load` of the cache, of which pages and switches know nothing. */
  fetcher(key: string, isLoad = false): (context: FetchContext) => Promise<Value> {
    return async ({ signal, forceFresh }) => {
      const answer = await this.#ask(key, { key, signal, isForced: forceFresh, mayHang: !isLoad }, isLoad)
      const { status, headers } = answer
      const wait = headers.get('retry-after')
      const retryAfter = wait === null ? undefined : Number(wait) * 1000
      if (status !== 200) throw new HttpError(`answered ${status}`, { status, headers, retryAfter })
      return JSON.parse(await answer.text()) as Value
    }
  }

  /** A mutation's request; it fails as a page's own would. */
  async write(key: string, changes: number): Promise<Value> {
    const asked: Asked = { key, changes, isAtOnce: !this.#page.world.versions }
    const answer = await this.#send(asked).catch((cause: unknown) => {
      throw new NetworkError('lost', { cause })
    })
    const { status, headers } = answer
    if (status !== 200) throw new HttpError(`answered ${status}`, { status, headers })
    return JSON.parse(await answer.text()) as Value
  }

  /** Tells the server's cache, by the real `httpPropagate`; its timers are its own. */
  propagate() {
    const page = this.#page
    const transport = async (_input: string | URL, init: RequestInit) => {
      const forgets = JSON.parse(String(init.body)) as Forgotten
      return (await this.#send({ key: 'cache', forgets, signal: init.signal })) as unknown as Response
    }
    const tell = httpPropagate(`${SERVER}invalidate`, { transport, clock: page.clock.aside })
    return async (targets: Parameters<typeof tell>[0]) => {
      const keys = [...page.place.invalidating.values()].flat()
      const report = await tell(targets)
      // What is told late invalidates once more.
      page.place.licensed(keys)
      return report
    }
  }

  async #ask(key: string, asked: Asked, isLoad: boolean): Promise<Answer> {
    const page = this.#page
    const { place, world } = page
    if (page.isDisposed && !isLoad) page.broken(9, `${key}: asked for after dispose`)
    const flight = place.requests.began(page, key, ++place.sequence, {
      isLoad,
      isForced: asked.isForced === true,
    })
    // A load is nobody's poll, and moves none.
    if (isLoad) for (const { returns } of place.pages) returns.asked(key)
    else {
      page.returns.began(key, asked.isForced === true)
      page.permissions.began(key)
    }
    const sent = page.clock.elapsed()
    world.tally.add('requests')
    page.say(() => `asks for ${key} ${asked.etag ?? ''}${asked.isForced ? ', forced' : ''}`)
    asked.signal?.addEventListener('abort', () => place.ended(flight, true))
    try {
      const answer = await this.#send({ ...asked, isAtOnce: !world.versions })
      const { status, says } = answer
      page.say(() => `is answered ${status} for ${key} #${flight.began}: ${JSON.stringify(says)}`)
      if (says && flight.isLive) this.#brought(key, says, flight.began, sent, isLoad)
      const patience = Number(answer.headers.get('retry-after') ?? 0) * 1000
      if (patience > 0) place.requests.restart(undefined, page.clock.monotonic() + patience)
      place.ended(flight, !says)
      return answer
    } catch (error) {
      place.ended(flight, true)
      throw error
    }
  }

  /** A good answer arrived; `sent`: when its request began, elapsed time of the page. */
  #brought(
    key: string,
    { value, lasts }: NonNullable<Answer['says']>,
    began: number,
    sent: number,
    isLoad: boolean,
  ): void {
    const { clock, place, reads, world } = this.#page
    const { ttl } = world.keyOf(key)
    // A request of the manager may join a load, and takes its answer for its own.
    const own = isLoad ? Math.max(LOADED, ttl ?? 0) : ttl
    const until = own === undefined ? sent + lasts : clock.elapsed() + own
    const how = reads.brought(key, value, began, until)
    if (how === 'old') place.refused(key)
    else this.#page.returns.answered(key, how)
  }

  #send(asked: Asked): Promise<Answer> {
    const { name, place, world } = this.#page
    return world.network.send(name, asked, (run) => place.deliver(run))
  }
}
