/**
 * What the panel pretends, so that one can see what a page does then: that there is no network, or that requests fail,
 * those under way as well; for one key or for the whole manager. Nothing is put into the manager before something is pretended, and `stop`
 * undoes all of it.
 */
import {
  HttpError,
  NetworkError,
  type DataSyncManager,
  type FetchContext,
  type ManagerProbe,
} from '@freshline/core'
import type { Simulation } from './model/row'

/** Pretends for one manager. */
export class Simulator {
  readonly #manager: DataSyncManager
  readonly #probe: ManagerProbe
  readonly #keys = new Map<string, Simulation>()
  #all: Simulation | undefined
  #isOffline = false
  #off: (() => void) | undefined

  constructor(manager: DataSyncManager, probe: ManagerProbe) {
    this.#manager = manager
    this.#probe = probe
  }

  /** What is pretended for the whole manager. */
  get all(): Simulation | undefined {
    return this.#all
  }

  /** What is pretended for single keys. */
  get keys(): ReadonlyMap<string, Simulation> {
    return this.#keys
  }

  /** Whether anything is pretended. */
  get isActive(): boolean {
    return this.#all !== undefined || this.#keys.size > 0
  }

  /** What is pretended for a key, be it for all or for it alone. */
  of(key: string): Simulation | undefined {
    return this.#all ?? this.#keys.get(key)
  }

  /** Pretends something for the whole manager, or ends that; what it leads to is asked for at once. */
  setAll(simulation: Simulation | undefined): void {
    if (this.#all === simulation) return
    const before = this.#all
    this.#all = simulation
    this.#apply()
    if (simulation) for (const { key } of this.#manager.getStatus()) this.#failUnderWay(key, simulation)
    // Coming back from offline asks for what is due by itself.
    if (simulation === 'error' || before === 'error') void this.#manager.refreshAll()
  }

  /** Pretends something for a key, or ends that, and asks for it at once. */
  setKey(key: string, simulation: Simulation | undefined): void {
    if (this.#keys.get(key) === simulation) return
    if (simulation) this.#keys.set(key, simulation)
    else this.#keys.delete(key)
    this.#apply()
    if (simulation) this.#failUnderWay(key, simulation)
    void this.#manager.refresh(key)
  }

  /** Ends everything. Keys that failed only because of it are asked for again. */
  stop(): void {
    const touched = this.#all === undefined ? [...this.#keys.keys()] : undefined
    const hadErrors = this.#all === 'error' || this.#keys.size > 0
    this.#all = undefined
    this.#keys.clear()
    this.#apply()
    if (!hadErrors) return
    if (!touched) void this.#manager.refreshAll()
    else if (touched.length > 0) void this.#manager.refresh({ keys: touched })
  }

  #apply(): void {
    const isOffline = this.#all === 'offline'
    // Somebody else may hold the network to be away: only what was pretended here is ended here.
    if (isOffline !== this.#isOffline) this.#probe.setOffline(isOffline)
    this.#isOffline = isOffline
    const isNeeded = this.#all === 'error' || this.#keys.size > 0
    if (isNeeded) this.#off ??= this.#probe.intercept((context, ask) => this.#answer(context, ask))
    else {
      this.#off?.()
      this.#off = undefined
    }
  }

  #answer({ key }: FetchContext, ask: () => unknown): unknown {
    const simulation = this.of(key)
    if (simulation) throw errorOf(key, simulation)
    return ask()
  }

  /** What was asked for before would be answered as if nothing were pretended. */
  #failUnderWay(key: string, simulation: Simulation): void {
    this.#probe.fail(key, errorOf(key, simulation))
  }
}

function errorOf(key: string, simulation: Simulation): Error {
  return simulation === 'error'
    ? new HttpError(`${key}: 500 (simulated by the devtools)`, { status: 500, headers: new Headers() })
    : new NetworkError(`${key}: no network (simulated by the devtools)`)
}
