/** What the upstream does instead of its work, on purpose and for a while: it ends by itself, as faults do. */
import * as v from 'valibot'
import { oneOf, whole } from '../../data/fields.ts'
import { check } from '../../http/schema-check.ts'
import type { UpstreamMode } from '../releases-api.ts'

const putSchema = v.strictObject({
  mode: oneOf(['up', 'down', 'error', 'slow', 'garbage', 'busy']),
  latencyMs: v.optional(whole(0, 60_000), 10_000),
  retryAfterSeconds: v.optional(whole(1, 600), 30),
  ttlMs: v.optional(whole(1_000, 3_600_000), 300_000),
})

/** What is on. */
export interface ModeState {
  mode: UpstreamMode
  latencyMs: number
  retryAfterSeconds: number
  /** When it goes back to `up` by itself, `null` when it is. */
  endsAt: number | null
}

/** The switch of one upstream. */
export class ModeSwitch {
  readonly #now: () => number
  #state: ModeState = { mode: 'up', latencyMs: 10_000, retryAfterSeconds: 30, endsAt: null }

  constructor(now: () => number) {
    this.#now = now
  }

  /** What is on now. */
  read(): ModeState {
    const { endsAt } = this.#state
    if (endsAt !== null && this.#now() >= endsAt) this.#state = { ...this.#state, mode: 'up', endsAt: null }
    return this.#state
  }

  /** Sets it from a request body. Throws 422. */
  write(input: unknown): ModeState {
    const { ttlMs, ...asked } = check(putSchema, input, 'validation_failed')
    this.#state = { ...asked, endsAt: asked.mode === 'up' ? null : this.#now() + ttlMs }
    return this.read()
  }
}
