export { deferred, fakeClock, flush, type FakeClock } from './fake-clock'
