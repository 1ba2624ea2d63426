// Entry point `@freshline/test-utils/servers`: real servers, started and ended by the tests that use them.
export { startFaultProxy, type FaultProxy, type ProxyMode } from './fault-proxy'
export { findProgram } from './find-program'
export { freePort } from './free-port'
export { startNginx, type Nginx, type NginxPlaces } from './start-nginx'
export { startRedis, type RedisServer } from './start-redis'
export { until } from './until'
