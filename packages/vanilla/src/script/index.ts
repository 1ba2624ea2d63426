/** The script build for pages without a bundler: core, stores, bindings and the element, under one global name. */
import * as core from '@freshline/core'
import * as vanilla from '../index'
import { defineFreshnessIndicator, FreshnessIndicator } from '../element'
import { claimName } from './claim-name'

/** Written in by the build. */
declare const FRESHLINE_VERSION: string

claimName(globalThis, {
  version: FRESHLINE_VERSION,
  ...core,
  ...vanilla,
  defineFreshnessIndicator,
  FreshnessIndicator,
})
