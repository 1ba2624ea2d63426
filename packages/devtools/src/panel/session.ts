/**
 * One manager while the panel is open: listens to it, and reads its keys as often as can be afforded. Closing the panel
 * ends the session: nothing listens, nothing is pretended, nothing is held.
 */
import { createManagerProbe, type DataSyncManager, type ManagerProbe, type SyncStatus } from '@freshline/core'
import { traceManager } from '@freshline/core/metrics'
import { factsOf } from '../facts-of'
import type { Facts } from '../holds'
import type { PanelSource } from '../panel-source'
import { EventLog } from './model/event-log'
import { toRow, type KeyRow } from './model/row'
import { Timeline } from './model/timeline'
import { Simulator } from './simulator'

/** Reading the keys takes at most one part in so many of the time. */
const PATIENCE = 15

/** How often next times and ages are read where nothing happens, milliseconds. */
const QUIET = 1000

/** Listens to one manager. */
export class PanelSession {
  readonly source: PanelSource
  readonly manager: DataSyncManager
  readonly probe: ManagerProbe
  readonly simulator: Simulator
  readonly timeline = new Timeline()
  readonly log = new EventLog()
  readonly #offs: (() => void)[]
  #rows: readonly KeyRow[] = []
  #status = new Map<string, SyncStatus>()
  #isDirty = true
  #readAt = -Infinity
  #cost = 0
  /** Grows whenever the rows were read anew. */
  version = 0

  constructor(source: PanelSource) {
    const { manager, history } = source
    this.source = source
    this.manager = manager
    this.probe = createManagerProbe(manager)
    this.simulator = new Simulator(manager, this.probe)
    this.timeline.seed(history.all(), (key) => manager.getSnapshot(key).activity !== 'idle')
    this.#offs = [
      manager.on('*', (event) => {
        this.log.add(event)
        this.#isDirty = true
      }),
      traceManager(manager, (record) => {
        this.timeline.record(record)
        this.#isDirty = true
      }),
    ]
  }

  /** The keys as they were read last. */
  get rows(): readonly KeyRow[] {
    return this.#rows
  }

  /**
   * Reads the keys, where something happened and the last reading was cheap enough, or long enough ago. `now` is the
   * page's monotonic time.
   */
  update(now: number): void {
    const pause = Math.max(this.#isDirty ? 0 : QUIET, this.#cost * PATIENCE)
    if (now - this.#readAt < pause) return
    this.read(now)
  }

  /** Reads the keys now. */
  read(now = performance.now()): void {
    this.#isDirty = false
    this.#readAt = now
    const { manager, simulator } = this
    const status = manager.getStatus()
    this.#status = new Map(status.map((row) => [row.key, row]))
    this.#rows = status.map((row) => toRow(row, manager.getSnapshot(row.key), simulator.of(row.key)))
    this.version++
    this.#cost = performance.now() - now
  }

  /** The labels of a key. */
  readonly tagsOf = (key: string): readonly string[] => this.probe.describe(key)?.tags ?? []

  /** What is known of a key. */
  factsOf(key: string): Facts {
    return factsOf(this.manager, this.probe, this.source.history, key, this.#status.get(key))
  }

  /** Ends listening and pretending. */
  stop(): void {
    for (const off of this.#offs.splice(0)) off()
    this.simulator.stop()
  }
}
