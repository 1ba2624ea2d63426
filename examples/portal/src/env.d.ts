/// <reference types="vite/client" />
import type { FreshnessIndicatorAttributes } from '@freshline/vanilla/element'
import type { HTMLAttributes } from 'vue'

declare module 'vue' {
  interface GlobalComponents {
    'freshness-indicator': new () => { $props: FreshnessIndicatorAttributes & HTMLAttributes }
  }
}
