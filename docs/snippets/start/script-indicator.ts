import type * as core from '@freshline/core'
import type * as vanilla from '@freshline/vanilla'

declare const Freshline: typeof core & typeof vanilla & { defineFreshnessIndicator(): void }
// ---
Freshline.rememberAutoSync(Freshline.dataSyncManager)
Freshline.defineFreshnessIndicator() // <freshness-indicator sync-key="stores"> comes to life
