/** The panel's views, by tab. */
import type { TemplateResult } from 'lit'
import type { Settings, TabName } from '../settings'
import { KeysView } from './keys-view'
import { LogView } from './log-view'
import { MetricsView } from './metrics-view'
import type { PanelHost } from './panel-host'
import { settingsView } from './settings-view'
import { TimelineView } from './timeline-view'

export class Views {
  readonly #host: PanelHost
  readonly #change: (change: Partial<Settings>) => void
  #keys: KeysView
  #timeline: TimelineView
  #log: LogView
  #metrics: MetricsView

  constructor(host: PanelHost, change: (change: Partial<Settings>) => void) {
    this.#host = host
    this.#change = change
    this.#keys = new KeysView(host)
    this.#timeline = new TimelineView(host)
    this.#log = new LogView(host)
    this.#metrics = new MetricsView(host)
  }

  get keys(): KeysView {
    return this.#keys
  }

  /** Another manager is looked at, or none: nothing of the one before is held. */
  forget(): void {
    this.#keys = new KeysView(this.#host)
    this.#timeline = new TimelineView(this.#host)
    this.#log = new LogView(this.#host)
    this.#metrics = new MetricsView(this.#host)
  }

  /** Looks again how much room the lists have. Answers whether anything changed. */
  measure(): boolean {
    return [this.#keys.measure(), this.#timeline.measure(), this.#log.measure()].includes(true)
  }

  /** Empties the search of a tab. Answers whether there was one. */
  clearSearch(tab: TabName): boolean {
    if (tab === 'keys') return this.#keys.clearSearch()
    if (tab === 'timeline') return this.#timeline.clearSearch()
    return tab === 'log' && this.#log.clearSearch()
  }

  render(tab: TabName, settings: Settings): TemplateResult {
    switch (tab) {
      case 'keys':
        return this.#keys.render()
      case 'timeline':
        return this.#timeline.render()
      case 'log':
        return this.#log.render()
      case 'metrics':
        return this.#metrics.render()
      case 'settings':
        return settingsView(settings, this.#change)
    }
  }
}
