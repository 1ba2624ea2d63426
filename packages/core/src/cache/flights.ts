/** A request on its way: how the cache's `load` and the manager's runs join each other, so that a page has one per key. */

export interface Flight<V = unknown> {
  readonly key: string
  /** Labels of what it will bring. */
  readonly tags: readonly string[]
  /** The sequence at which the current attempt began; `Infinity` while it has not yet. */
  readonly started: number
  /** Whether it waits for another one itself: it is not joined, lest two wait for each other. */
  readonly joins?: boolean
  /** Whether it asks past every cache. */
  readonly forced: boolean
  /** Set by an invalidation that the log does not hold: by a predicate, or by what was held of the key. */
  spoiled: number
  /** Whether a mutation that names the key was under way meanwhile: nobody can tell if the answer holds its effect. */
  overlapped: boolean
  /**
   * The request's answer: it is made and not given up, whoever else leaves. Rejects with {@link GivenUp} where it brings
   * none.
   */
  join(): Promise<V>
}

/** A request that others joined ended without an answer: who joined it asks for itself. */
export class GivenUp extends Error {}
