import type { WidgetApi } from '../../src/embed/claim'

declare global {
  /** What the script puts on the pages of the foreign site. */
  const FreshlineConsent: WidgetApi
}
