/** `<freshness-indicator>`: how fresh the data of a key is, with a button to refresh it and the auto-sync switch. */
import type { DataSyncManager, Key } from '@freshline/core'
import { createAutoSyncStore, type AutoSyncStore } from '../auto-sync-store'
import { managerOf } from '../default-manager'
import { createFreshnessStore, type FreshnessStore } from '../freshness-store'
import { createSyncStore, type SyncState, type SyncStore } from '../sync-store'
import { languageOf, toAgeText } from './age-text'
import { IndicatorView, type IndicatorState } from './indicator-view'
import { parseLabels, textsOf, type IndicatorLabels } from './labels'

/** Where there are no elements, as on a server, the class is never made one. */
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement

interface Stores {
  readonly manager: DataSyncManager
  readonly sync: SyncStore<unknown>
  readonly freshness: FreshnessStore
  readonly autoSync: AutoSyncStore
  readonly leave: () => void
}

/**
 * The element. It only watches: something else registers the key. Attributes: `sync-key`, `labels` (JSON),
 * `hide-button`, `hide-toggle`, `hide-age`. Parts: `base`, which carries its state as further parts (`fresh`, `stale`,
 * `overdue`, `error`, `empty`, `fetching`, `paused`), `pulse`, `warning`, `age`, `button`, `refresh`, `toggle`, `track`,
 * which is `on` as well while auto-sync is. Its button sends the event `refresh` before anything is asked for: a page can
 * ask for more then, and by `preventDefault` for something else.
 */
export class FreshnessIndicator extends Base {
  /** The manager of indicators that are given none; `defineFreshnessIndicator` sets it. Default: the page's. */
  static defaultManager: DataSyncManager | undefined = undefined
  /** Read by the browser. */
  static readonly observedAttributes: readonly string[] = [
    'sync-key',
    'labels',
    'hide-button',
    'hide-toggle',
    'hide-age',
  ]

  #view: IndicatorView | undefined
  #stores: Stores | undefined
  #key: Key | null | undefined
  #manager: DataSyncManager | undefined
  #labels: Partial<IndicatorLabels> = {}
  #announced: IndicatorState | undefined

  /** The key that is watched: the attribute `sync-key`, a canonical key, or what was set here; `null` waits. */
  get syncKey(): Key | null {
    return this.#key === undefined ? this.getAttribute('sync-key') || null : this.#key
  }
  /** Turns to another key. @throws key errors */
  set syncKey(key: Key | null) {
    this.#key = key
    this.#turn(key)
  }

  /** The manager of the data. Default: the one that was given to `defineFreshnessIndicator`, else the page's. */
  get manager(): DataSyncManager | undefined {
    return this.#manager
  }
  /** Watches by another manager from now on. */
  set manager(manager: DataSyncManager | undefined) {
    this.#manager = manager
    if (this.#stores) this.#enter()
  }

  /** Texts that replace the English ones, or those of the attribute `labels`. */
  get labels(): Partial<IndicatorLabels> {
    return this.#labels
  }
  /**
   * Texts that replace the present ones, also as the JSON of the attribute: React and Vue set the property with whatever
   * stands in the template. @throws OptionError
   */
  set labels(labels: Partial<IndicatorLabels> | string | null | undefined) {
    this.#labels = (typeof labels === 'string' ? parseLabels(labels) : labels) ?? {}
    this.#show()
  }

  /** Called by the browser. */
  connectedCallback(): void {
    // What was set before the element was defined lies on the object itself, in front of the setters.
    for (const name of ['manager', 'labels', 'syncKey'] as const) {
      if (!Object.hasOwn(this, name)) continue
      const value = this[name]
      Reflect.deleteProperty(this, name)
      Object.assign(this, { [name]: value })
    }
    this.#view ??= new IndicatorView(this.shadowRoot ?? this.attachShadow({ mode: 'open' }), {
      refresh: () => void this.#refresh(),
      toggle: () => this.#stores?.autoSync.toggle(),
    })
    this.#enter()
  }

  /** Called by the browser. */
  disconnectedCallback(): void {
    this.#leave()
  }

  /** Called by browsers that move elements without taking them off: nothing changes. */
  connectedMoveCallback(): void {}

  /** Called by the browser. */
  adoptedCallback(): void {
    this.#view?.adopt()
  }

  /** Called by the browser. */
  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name === 'labels') this.labels = value
    else if (name === 'sync-key' && this.#key === undefined) this.#turn(value || null)
    else this.#show()
  }

  #turn(key: Key | null): void {
    this.#announced = undefined
    this.#stores?.sync.setKey(key)
    this.#stores?.freshness.setKey(key)
    this.#show()
  }

  #enter(): void {
    this.#leave()
    const manager = managerOf({ manager: this.#manager ?? FreshnessIndicator.defaultManager })
    const sync = createSyncStore(this.syncKey, { manager })
    const freshness = createFreshnessStore(this.syncKey, { manager })
    const autoSync = createAutoSyncStore({ manager })
    const show = () => this.#show()
    const offs: (() => void)[] = []
    this.#stores = { manager, sync, freshness, autoSync, leave: () => offs.forEach((off) => off()) }
    for (const store of [sync, freshness, autoSync]) offs.push(store.subscribe(show))
  }

  #leave(): void {
    this.#stores?.leave()
    this.#stores = undefined
  }

  async #refresh(): Promise<void> {
    const stores = this.#stores
    const view = this.#view
    if (!stores || !view || stores.sync.get().isFetching) return
    if (!this.dispatchEvent(new Event('refresh', { cancelable: true }))) return
    const before = view.announced
    const { status, error } = await stores.sync.refresh({ force: true })
    // Who has asked is answered, also where nothing has changed.
    if (status !== 'success' || error || view.announced !== before) return
    view.announce(textsOf(this.#labels).updated.replace('{age}', () => toAgeText(0, languageOf(this))))
  }

  #show(): void {
    if (!this.#view || !this.#stores) return
    const { sync, freshness, autoSync } = this.#stores
    const snapshot = sync.get()
    const { age, updatedAt } = freshness.get()
    const state = toState(snapshot)
    const labels = textsOf(this.#labels)
    const hidden = {
      button: this.hasAttribute('hide-button'),
      toggle: this.hasAttribute('hide-toggle'),
      age: this.hasAttribute('hide-age'),
    }
    const { isFetching } = snapshot
    const isAutoSync = autoSync.get()
    this.#view.show({
      state,
      isFetching,
      updatedAt,
      age,
      isAutoSync,
      labels,
      language: languageOf(this),
      hidden,
    })
    this.#announce(state, labels)
  }

  /** Says what a person has to know: that something is wrong, and that it no longer is. Polls are no news. */
  #announce(state: IndicatorState, labels: IndicatorLabels): void {
    const isWrong = state === 'error' || state === 'overdue'
    const wasWrong = this.#announced === 'error' || this.#announced === 'overdue'
    if (isWrong && state !== this.#announced) this.#view?.announce(labels[state])
    else if (wasWrong && !isWrong && state !== 'empty') this.#view?.announce(labels.fresh)
    this.#announced = state
  }
}

function toState({ error, isOverdue, freshness }: SyncState<unknown>): IndicatorState {
  if (error) return 'error'
  return isOverdue ? 'overdue' : freshness
}
