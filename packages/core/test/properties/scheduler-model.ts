/** B7, rule 8: one timer for all deadlines, beside a list of what is due when. Clocks jump, timers come late, callbacks throw. */
import { fakeClock } from '@freshline/test-utils'
import type { Clock } from '@freshline/core'
import * as fc from 'fast-check'
import { ok, strictEqual } from 'node:assert/strict'
import type { Model, Parts } from './model'

/** What platforms keep: a longer delay fires at once. */
const LONGEST = 2 ** 31 - 1
/** Wake-ups are rationed, once there were many: by three a second. */
const RATIONED = 334

/** What is done when something is due: by then it is out of the list. */
type Reaction =
  | { readonly do: 'nothing' | 'clear' | 'throw' | 'arm' }
  | { readonly do: 'set'; readonly item: number; readonly after: number }

type Step =
  | { readonly op: 'set'; readonly item: number; readonly after: number }
  | { readonly op: 'clear' | 'arm' }
  | { readonly op: 'advance' | 'late' | 'sleep' | 'back'; readonly ms: number }

interface Item {
  wakeAt: number
  heapIndex: number
  readonly name: number
}

/** By how much two clocks may differ before that counts as a sleep: elapsed time may be ahead, or behind, by less. */
const WOBBLE = 1000

/** When an item is due, by elapsed time and by the time that timers count. */
interface Due {
  readonly at: number
  readonly by: number
}

class Run {
  readonly #fake = fakeClock()
  readonly #timeline
  readonly #deadlines
  readonly #items = Array.from({ length: 6 }, (_, name): Item => ({ wakeAt: Infinity, heapIndex: -1, name }))
  readonly #due = new Map<Item, Due>()
  readonly #reactions: Reaction[]
  /** Wall clocks that are set, or sleep for a moment, make elapsed time stand still for as long. */
  #slack = RATIONED
  /** Time as it really passed, slept time included. */
  #real = 0

  constructor({ Deadlines, timelineOf }: Parts, reactions: readonly Reaction[]) {
    this.#reactions = [...reactions]
    const fake = this.#fake
    const clock: Clock = {
      now: fake.now,
      monotonic: fake.monotonic,
      schedule: (fn, ms) => {
        ok(ms >= 0 && ms <= LONGEST, `a timer of ${ms} ms`)
        // What a timer throws is the platform's to report; time goes on.
        return fake.schedule(() => {
          try {
            fn()
          } catch (error) {
            strictEqual((error as Error).message, 'thrown on purpose')
          }
        }, ms)
      },
      cancel: fake.cancel,
    }
    this.#timeline = timelineOf(clock)
    this.#timeline.read()
    this.#deadlines = new Deadlines<Item>(clock, this.#timeline, (due, now) => this.#onDue(due, now))
  }

  async step(step: Step): Promise<void> {
    const fake = this.#fake
    switch (step.op) {
      case 'set':
        this.#set(step.item, step.after)
        this.#deadlines.arm()
        break
      case 'clear':
        this.#clear()
        break
      case 'arm':
        this.#deadlines.arm()
        break
      case 'advance':
        this.#real += step.ms
        await fake.advance(step.ms)
        // Everything that timers had the time for has been handed out, however long it had been waiting.
        for (const { by } of this.#due.values()) ok(by + this.#slack >= fake.monotonic(), 'starved')
        break
      case 'late':
        // Both clocks go on and no timer runs: a busy page.
        this.#real += step.ms
        fake.jump(step.ms)
        break
      case 'sleep':
        this.#real += step.ms
        fake.sleep(step.ms)
        if (step.ms <= WOBBLE) this.#slack = RATIONED + WOBBLE
        break
      default:
        // Set back by just as much as has passed since anybody looked, or will, it would hide that for up to a second.
        this.#timeline.read()
        fake.setWall(fake.now() - step.ms)
        this.#timeline.read()
        this.#slack = RATIONED + WOBBLE
    }
    this.#check()
  }

  /** In the end all is handed out: as often as it was set, and nothing remains. */
  async end(): Promise<void> {
    this.#reactions.length = 0
    const last = Math.max(0, ...[...this.#due.values()].map(({ by }) => by - this.#fake.monotonic()))
    await this.step({ op: 'advance', ms: last + this.#slack + 1 })
    strictEqual(this.#due.size, 0)
    strictEqual(this.#fake.pending, 0)
  }

  #check(): void {
    strictEqual(this.#fake.pending, this.#due.size > 0 ? 1 : 0)
  }

  #clear(): void {
    this.#due.clear()
    this.#deadlines.clear()
  }

  #set(name: number, after: number): void {
    const item = this.#items[name]
    if (!item) return
    const now = this.#timeline.read()
    const at = now + after
    if (at < Infinity) this.#due.set(item, { at, by: this.#fake.monotonic() + Math.max(0, after) })
    else this.#due.delete(item)
    this.#deadlines.set(item, at)
  }

  #onDue(due: readonly Item[], now: number): void {
    try {
      ok(now <= this.#real)
      for (const item of due) {
        const expected = this.#due.get(item)
        // Handed out once, and never early.
        ok(expected && expected.at <= now, `early by ${(expected?.at ?? Infinity) - now} ms`)
        this.#due.delete(item)
      }
      // Everything that is due is handed out together.
      for (const { at } of this.#due.values()) ok(Math.ceil(at) > now, 'left behind')
      for (const _ of due) this.#react(this.#reactions.shift() ?? { do: 'nothing' })
    } finally {
      // Whoever is told sets the timer when all is done, as the manager does at the end of a turn.
      this.#deadlines.arm()
    }
  }

  #react(reaction: Reaction): void {
    if (reaction.do === 'throw') throw new Error('thrown on purpose')
    if (reaction.do === 'set') this.#set(reaction.item, reaction.after)
    if (reaction.do === 'clear') this.#clear()
    if (reaction.do === 'arm') this.#deadlines.arm()
  }
}

const item = fc.nat(5)
const after = fc.constantFrom(
  0,
  0,
  1,
  2.5,
  10,
  333,
  334,
  1000,
  15_000,
  -1,
  -1e9,
  LONGEST,
  LONGEST + 1,
  5 * LONGEST,
  Infinity,
)
const ms = fc.constantFrom(0, 1, 2, 333, 334, 999, 1000, 1001, 15_000, 86_400_000, LONGEST, LONGEST + 2)
const set = { item, after }
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op: fc.constant('set' as const), ...set }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constantFrom('clear' as const, 'arm' as const, 'arm' as const) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constantFrom(
        'advance' as const,
        'advance' as const,
        'late' as const,
        'sleep' as const,
        'back' as const,
      ),
      ms,
    }),
  },
)
const reactions: fc.Arbitrary<Reaction> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set' as const), ...set }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'nothing' as const,
        'nothing' as const,
        'arm' as const,
        'throw' as const,
        'clear' as const,
      ),
    }),
  },
)

export const schedulerModel: Model = {
  claim: 'nothing is handed out early or left behind, by one timer that no platform cuts short',
  runs: 1500,
  property: (parts) =>
    fc.asyncProperty(
      fc.array(steps, { maxLength: 60, size: 'max' }),
      fc.array(reactions, { maxLength: 30, size: 'max' }),
      async (list, during) => {
        const run = new Run(parts, during)
        for (const step of list) await run.step(step)
        await run.end()
      },
    ),
}
