/** Whole responses through the cache: what may be kept is kept with its bytes, what may not passes by untouched. */
import { parseCacheControl, type Key } from '@freshline/core/shared'
import { conditionalResponse } from '../conditional/conditional-response'
import { toEntryId, type FoundEntry } from '../stores'
import { toPathTags } from './cache-targets'
import { toKeptHead, toLifetimes, toResponse, toVariant, type KeptHead } from './kept-response'
import { resolvePlan, type LoadPlan, type PlanDefaults } from './load-plan'
import { FailedAnswer } from './failed-answer'
import type { Obtained, Obtainer, ObtainerParts, Produced } from './obtain'
import { readBytes } from './read-bytes'
import type { Handler, RespondOptions } from './respond-options'
import { FAILURES, STATUSES, toStorable } from './storable'

/** What {@link createResponder} works with. */
export interface ResponderParts extends ObtainerParts {
  readonly obtainer: Obtainer
  readonly defaults: PlanDefaults
  readonly enabled: boolean
}

/** The `respond` of a cache. */
export function createResponder(parts: ResponderParts) {
  return async (
    request: Request,
    key: Key | null | undefined,
    handler: Handler,
    options: RespondOptions = {},
  ): Promise<Response> => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (key === null || key === undefined || !isRead || !parts.enabled) {
      parts.counters.passed++
      return handler(request)
    }
    const tags = [...(options.tags ?? []), ...toPathTags(pathOf(request.url))]
    const forceRefresh =
      options.forceRefresh === true || (options.allowClientRefresh === true && asksForNew(request))
    const plan = resolvePlan(key, { ...options, tags, forceRefresh }, parts.defaults)
    return new Exchange(parts, request, plan, handler, options.statuses ?? STATUSES).answer()
  }
}

/** One request on its way through the cache. */
class Exchange {
  readonly #parts: ResponderParts
  readonly #request: Request
  readonly #plan: LoadPlan
  readonly #handler: Handler
  readonly #statuses: readonly number[]
  /** What this request's own run of the handler answered, where it is not kept. */
  #own: Response | undefined

  constructor(
    parts: ResponderParts,
    request: Request,
    plan: LoadPlan,
    handler: Handler,
    statuses: readonly number[],
  ) {
    this.#parts = parts
    this.#request = request
    this.#plan = plan
    this.#handler = handler
    this.#statuses = statuses
  }

  async answer(): Promise<Response> {
    let last: { readonly id: string; readonly cached: boolean } | undefined
    for (let attempt = 0; ; attempt++) {
      const { plan, found } = await this.#toPlan(last?.cached === true)
      // What somebody else got was not for this request: joined again only where that is known to be another variant.
      const mayJoin = attempt === 0 || (attempt === 1 && plan.id !== last?.id)
      const { signal } = this.#request
      const produce = (own: AbortSignal) => this.#produce(plan, own)
      try {
        const obtained = await this.#parts.obtainer.obtain(plan, produce, { signal, mayJoin, found })
        const answer = this.#toAnswer(obtained)
        if (answer) return answer
        // An old answer that would stand in, and is not for this request: the failure stands.
        if (obtained.error !== undefined) throw obtained.error
        last = { id: plan.id, cached: obtained.cached }
      } catch (error) {
        if (!(error instanceof FailedAnswer)) throw error
        if (error.by === this || (error.isShared && this.#isFor(error.head)))
          return conditionalResponse(this.#request, error.toResponse())
        last = { id: plan.id, cached: false }
      }
    }
  }

  /** The answer, where it is one for this request. */
  #toAnswer({ head, body, cached, cachedAt, stale, joined, kept }: Obtained): Response | undefined {
    const { clock, counters } = this.#parts
    if (!cached && !joined && this.#own) {
      counters.passed++
      return conditionalResponse(this.#request, this.#own, clock)
    }
    if (!kept) return undefined
    const own = JSON.parse(head) as KeptHead
    if (!this.#isFor(own)) return undefined
    const residence = cached ? clock.now() - cachedAt : undefined
    return conditionalResponse(this.#request, toResponse(own, body, { residence, isStale: stale }), clock)
  }

  async #produce(plan: LoadPlan, signal: AbortSignal): Promise<Produced> {
    const { clock, maxEntryBytes } = this.#parts
    const { headers } = this.#request
    const response = await this.#handler(toPlainRequest(this.#request, signal))
    const { status } = response
    const isFailure = FAILURES.includes(status) && !this.#statuses.includes(status)
    const by = { isAuthorized: this.#isAuthorized }
    const storable = toStorable(response, isFailure ? FAILURES : this.#statuses, by, clock.now())
    const own = (answer: Response): Produced => {
      this.#own = answer
      return { head: '', body: new Uint8Array(), keep: false }
    }
    if (!storable && !isFailure) return own(response)
    const read = await readBytes(response, maxEntryBytes)
    if ('tooLarge' in read) {
      this.#parts.counters.tooLarge++
      return own(read.tooLarge)
    }
    const head = toKeptHead(response, headers, storable?.isForAll ?? false, clock.now())
    // Shared among those who wait only as far as it could be kept for them.
    if (isFailure || !storable) throw new FailedAnswer(this, head, read.bytes, storable !== undefined)
    // A handler that looks at the original request leaves the body of a HEAD out: it is nobody else's.
    if (this.#request.method === 'HEAD' && read.bytes.byteLength === 0 && response.status !== 204)
      return own(toResponse(head, read.bytes, { residence: undefined, isStale: false }))
    const common = {
      head: JSON.stringify(head),
      body: read.bytes,
      keep: true,
      ...toLifetimes(storable, plan),
    }
    if (head.vary.length === 0) return { ...common, id: this.#plan.id }
    const helper = { id: this.#plan.id, head: JSON.stringify({ vary: head.vary }) }
    return { ...common, id: this.#toVariantPlan(head.vary).id, helper }
  }

  /** What is asked for, down to the variant where it is known what answers vary by; and what was found on the way. */
  async #toPlan(isForced: boolean): Promise<{ plan: LoadPlan; found?: FoundEntry | undefined }> {
    if (isForced) return { plan: { ...(await this.#toPlan(false)).plan, forced: true } }
    const found = await this.#parts.store.read(this.#plan.id)
    if (!found?.entry.isHelper) return { plan: this.#plan, found }
    return { plan: this.#toVariantPlan((JSON.parse(found.entry.head) as { vary: readonly string[] }).vary) }
  }

  #toVariantPlan(vary: readonly string[]): LoadPlan {
    const { key, scope } = this.#plan
    return { ...this.#plan, id: toEntryId(key, scope, toVariant(vary, this.#request.headers)) }
  }

  /** Whether this request may have an answer that was given to another. */
  #isFor({ vary, variant, isForAll }: KeptHead): boolean {
    return (isForAll || !this.#isAuthorized) && toVariant(vary, this.#request.headers) === variant
  }

  get #isAuthorized(): boolean {
    return this.#plan.scope === undefined && this.#request.headers.has('authorization')
  }
}

/** What a handler is asked, so that its answer serves others too: a GET without conditions and ranges. */
function toPlainRequest({ url, headers }: Request, signal: AbortSignal): Request {
  const plain = new Headers()
  headers.forEach((value, name) => {
    if (!/^(if-|range$)/.test(name)) plain.append(name, value)
  })
  return new Request(url, { headers: plain, signal })
}

function asksForNew({ headers }: Request): boolean {
  const control = parseCacheControl(headers.get('cache-control'))
  const isPragma = !headers.has('cache-control') && /\bno-cache\b/i.test(headers.get('pragma') ?? '')
  return isPragma || control.has('no-cache') || control.has('no-store') || control.get('max-age') === '0'
}

function pathOf(url: string): string {
  try {
    return new URL(url, 'http://localhost').pathname
  } catch {
    return '/'
  }
}
