import type { FreshnessIndicator, FreshnessIndicatorAttributes } from '@freshline/vanilla/element'
import type { DetailedHTMLProps, HTMLAttributes } from 'react'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'freshness-indicator': DetailedHTMLProps<HTMLAttributes<FreshnessIndicator>, FreshnessIndicator> &
        FreshnessIndicatorAttributes
    }
  }
}

export const Toolbar = () => <freshness-indicator sync-key="stats" hide-toggle="" />
