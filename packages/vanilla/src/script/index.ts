/** The script build for pages without a bundler: core, stores, bindings and the element, under one global name. */
import { claimName } from './claim-name'
import { scriptApi } from './script-api'

claimName(globalThis, scriptApi)
