/** What a page knows of the world around it. */
import type { Plugin } from '@freshline/core'
import type { Chance, FakeClock } from '@freshline/test-utils'
import type { Network } from './network'
import type { KeyPlan } from './resources'
import type { Rule } from './rules'
import type { Server } from './server'
import type { Tally } from './tally'

export interface Surroundings {
  readonly chance: Chance
  readonly clock: FakeClock
  readonly tally: Tally
  readonly server: Server
  readonly network: Network
  /** The keys that are asked for. */
  readonly keys: readonly string[]
  /** Whether the server gives versions. */
  readonly versions: boolean
  /** Whether mutations tell the server's cache. */
  readonly isPropagated: boolean
  /** A key whose listeners throw, if any. */
  readonly throwsFor: string | undefined
  /** The steps are over, and nobody does anything any more. */
  readonly isCalm: boolean
  /** Counts mutations: the ids that the server keeps. */
  mutations: number
  keyOf(key: string): KeyPlan
  /** Plug-ins of the page in a slot. */
  pluginsOf(slot: number): readonly Plugin[]
  /** Notes a line for whoever looks into a run. */
  say(line: () => string): void
  /** Notes a broken promise. */
  broken(rule: Rule, what: string): void
}
