/** What the script builds have in common: core, stores, bindings and the element. */
import * as core from '@freshline/core'
import * as vanilla from '../index'
import { defineFreshnessIndicator, FreshnessIndicator } from '../element'

/** Written in by the build. */
declare const FRESHLINE_VERSION: string

export const scriptApi = {
  version: FRESHLINE_VERSION,
  ...core,
  ...vanilla,
  defineFreshnessIndicator,
  FreshnessIndicator,
}
