export { browserEnvironment } from './browser-environment'
export { fixedEnvironment } from './environment'
export type { Environment, FixedEnvironment } from './environment'
export { announceForceRefresh, onForceRefresh } from './force-refresh-event'
