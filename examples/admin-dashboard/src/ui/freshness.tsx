/** How old data is, by the library's own element: in the head of a section, and small in the corner of a card. */
import { defineFreshnessIndicator, type FreshnessIndicator } from '@freshline/vanilla/element'
import type { FreshnessIndicatorAttributes } from '@freshline/vanilla/element'
import type { Key } from '@freshline/core'
import { useAutoSync, useDataSync } from '@freshline/react'
import { useMemo } from 'react'
import { formatInterval } from '../format/time'
import { useMedia } from './use-media'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** React sets what the element has as a property, and everything else as an attribute. */
      'freshness-indicator': DetailedHTMLProps<HTMLAttributes<FreshnessIndicator>, FreshnessIndicator> &
        Omit<FreshnessIndicatorAttributes, 'labels'> &
        Partial<Pick<FreshnessIndicator, 'syncKey' | 'manager' | 'labels'>> & {
          /** Called when its button is pressed, before it asks. */
          onrefresh?: (event: Event) => void
        }
    }
  }
}

defineFreshnessIndicator()

interface SectionFreshnessProps {
  /** Of the section. */
  title: string
  dataKey: Key
  /** How often the data is asked for, in milliseconds. */
  interval: number
  /** Asks for what else the section shows; the data of `dataKey` is asked for anyway. */
  onRefresh?: (() => void) | undefined
}

/** "Updated 4s ago · every 15 s", with a button that asks past every cache. */
export function SectionFreshness({ title, dataKey, interval, onRefresh }: SectionFreshnessProps) {
  const manager = useDataSync()
  const { enabled } = useAutoSync()
  const isNarrow = useMedia('(max-width: 30em)')
  const labels = useMemo(() => {
    const pace = enabled ? `every ${formatInterval(interval)}` : 'auto-sync off'
    // The banner below says the rest.
    const error = 'Not refreshed'
    return {
      name: `Freshness of ${title}`,
      error,
      updated: isNarrow ? 'Updated {age}' : `Updated {age} · ${pace}`,
    }
  }, [title, interval, enabled, isNarrow])
  return (
    <freshness-indicator
      className="section-freshness"
      manager={manager}
      syncKey={dataKey}
      labels={labels}
      hide-toggle=""
      onrefresh={() => onRefresh?.()}
    />
  )
}

/** The age and the lamp alone. */
export function CardFreshness({ dataKey }: { dataKey: Key }) {
  const manager = useDataSync()
  return (
    <freshness-indicator
      className="card-freshness"
      manager={manager}
      syncKey={dataKey}
      labels={CARD_LABELS}
      hide-button=""
      hide-toggle=""
    />
  )
}

const CARD_LABELS = { updated: '{age}', empty: '', error: 'Failing' }
