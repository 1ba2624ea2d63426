/** What the console's part hands to the panel, which is loaded on its own. */
import type { DataSyncManager } from '@freshline/core'
import type { MetricsReport } from '@freshline/core/metrics'
import type { DevtoolsApi } from './api'
import type { PastEvents } from './history'
import type { LineRedactor } from './redact'

/** A manager of the page, as it was installed. */
export interface PanelSource {
  /** Its name on the page. */
  readonly name: string
  /** The manager itself. */
  readonly manager: DataSyncManager
  /** The console's functions for it. */
  readonly api: DevtoolsApi
  /** What happened to it. */
  readonly history: PastEvents
  /** What was collected so far. */
  report(): MetricsReport
  /** Cuts secrets in what is shown. */
  readonly redactor: LineRedactor
}

/** The managers of the page. */
export interface PanelSources {
  /** Those that are installed now, the first one being the page's. */
  list(): readonly PanelSource[]
  /** Told when one comes or goes; answers how to stop. */
  subscribe(onChange: () => void): () => void
}

/** A panel on the page. */
export interface MountedPanel {
  /** Opens it, or closes it; without a word: the other way round. */
  toggle(isOpen?: boolean): void
  /** Takes it off the page, and undoes whatever it pretends. */
  unmount(): void
}

/** The entry point `@freshline/devtools/panel`. */
export interface PanelModule {
  /** Puts a panel on the page, closed unless it was left open. */
  mountPanel(sources: PanelSources): Promise<MountedPanel>
}
