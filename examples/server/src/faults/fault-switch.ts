/** Which fault is switched on, for whom and until when. It ends by itself, so nobody finds a broken demo. */
import * as v from 'valibot'
import type { FaultsAnswer } from '../api-types.ts'
import { oneOf, whole } from '../data/fields.ts'
import { check } from '../http/schema-check.ts'

const rate = 'Must be a number from 0 to 1.'

const putSchema = v.strictObject({
  mode: oneOf(['none', 'slow', 'error500', 'rate429', 'drop', 'malformed']),
  latencyMs: v.optional(whole(0, 30_000), 2_500),
  retryAfterSeconds: v.optional(whole(1, 120), 5),
  scope: v.optional(oneOf(['reads', 'writes', 'all', 'propagation']), 'all'),
  rate: v.optional(v.pipe(v.number(rate), v.minValue(0, rate), v.maxValue(1, rate)), 1),
  ttlMs: v.optional(whole(1_000, 600_000), 120_000),
})

/** Which addresses faults hit. */
const EXPOSED = /^\/api\/(admin\/|sync\/(invalidate|changes)$)/

/** A fault that hit one request. */
export type Fault = FaultsAnswer & { mode: Exclude<FaultsAnswer['mode'], 'none'> }

/** The one switch of a server. */
export class FaultSwitch {
  readonly #now: () => number
  readonly #random: () => number
  #state: FaultsAnswer

  /** `random` (0 up to 1) decides whom a rate below 1 hits. */
  constructor(now: () => number, random: () => number) {
    this.#now = now
    this.#random = random
    this.#state = { ...v.parse(putSchema, { mode: 'none' }), endsAt: null }
  }

  /** What is on now. */
  read(): FaultsAnswer {
    const { endsAt } = this.#state
    if (endsAt !== null && this.#now() >= endsAt) this.write({ mode: 'none' })
    const { mode, latencyMs, retryAfterSeconds, scope, rate: share, endsAt: until } = this.#state
    return { mode, latencyMs, retryAfterSeconds, scope, rate: share, endsAt: until }
  }

  /** Sets it from a request body. Throws 422. */
  write(input: unknown): FaultsAnswer {
    const { ttlMs, ...asked } = check(putSchema, input, 'validation_failed')
    this.#state = { ...asked, endsAt: asked.mode === 'none' ? null : this.#now() + ttlMs }
    return this.read()
  }

  /** The fault for a request, if one hits it. The switch itself, the counters and the monitoring are never hit. */
  draw(method: string, path: string): Fault | null {
    const state = this.read()
    const { mode } = state
    if (mode === 'none' || !EXPOSED.test(path)) return null
    const kind = method === 'GET' || method === 'HEAD' ? 'reads' : 'writes'
    const scopes = ['all', kind, ...(path === '/api/sync/invalidate' ? ['propagation'] : [])]
    if (!scopes.includes(state.scope)) return null
    if (state.rate < 1 && this.#random() >= state.rate) return null
    return { ...state, mode }
  }
}
