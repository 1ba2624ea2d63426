/** What the indicator says, each part replaceable. */
import { OptionError } from '@freshline/core'

/** The texts of {@link FreshnessIndicator}, for translation. `{age}` stands for the age in the page's language. */
export interface IndicatorLabels {
  /** What the whole is called for screen readers. Default `Data freshness`. */
  readonly name: string
  /** With the age of the data; announced after a refresh by the button. Default `Updated {age}`. */
  readonly updated: string
  /** While nothing is held. Default `No data yet`. */
  readonly empty: string
  /** Beside the age of stale data. Default `Stale`. */
  readonly stale: string
  /** Beside the age of overdue data, and announced. Default `Out of date`. */
  readonly overdue: string
  /** When the last request failed; announced. Default `Could not be refreshed`. */
  readonly error: string
  /** Announced when data is good again after a warning or an error. Default `Up to date`. */
  readonly fresh: string
  /** The Refresh button. Default `Refresh`. */
  readonly refresh: string
  /** The switch for all automatic requests. Default `Auto-sync`. */
  readonly autoSync: string
}

/** The English texts. */
const DEFAULT_LABELS: IndicatorLabels = {
  name: 'Data freshness',
  updated: 'Updated {age}',
  empty: 'No data yet',
  stale: 'Stale',
  overdue: 'Out of date',
  error: 'Could not be refreshed',
  fresh: 'Up to date',
  refresh: 'Refresh',
  autoSync: 'Auto-sync',
}

/** All texts: those that are given, and in English the others and what is no text. */
export function textsOf(labels: Partial<IndicatorLabels>): IndicatorLabels {
  const texts = Object.entries(labels).filter(([, text]) => typeof text === 'string')
  return { ...DEFAULT_LABELS, ...Object.fromEntries(texts) }
}

/** The labels of an attribute: JSON. @throws OptionError */
export function parseLabels(text: string | null): Partial<IndicatorLabels> {
  if (text === null || text.trim() === '') return {}
  try {
    const labels: unknown = JSON.parse(text)
    if (typeof labels === 'object' && labels !== null) return labels
  } catch {
    // Told below.
  }
  throw new OptionError('labels', text, 'JSON such as {"refresh":"Neu laden"}')
}
