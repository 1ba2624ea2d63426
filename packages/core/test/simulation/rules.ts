/** The promises that are watched: the ten ordering rules, and three that follow from them. */

/** The ten rules by number, and what they come to. */
export const RULES = {
  1: 'one flight',
  2: 'monotonic reads',
  3: 'read your writes',
  4: 'durable invalidation',
  5: 'the server’s word',
  6: 'one announcement',
  7: 'errors keep data',
  8: 'polling survives',
  9: 'quiet when gone',
  10: 'a hidden page costs nothing',
  convergence: 'everybody ends with the newest',
  storm: 'no storm',
  promises: 'promises settle',
} as const

/** Which one. */
export type Rule = keyof typeof RULES

/** A broken promise. */
export interface Break {
  readonly rule: Rule
  readonly what: string
}

/** Takes note of broken promises, and of how often each one was put to the test. */
export interface Judge {
  broken(rule: Rule, what: string): void
  /** A moment in which the rule forbids something: had the code been wrong, it would have shown. */
  tested(rule: Rule, how: string): void
}
