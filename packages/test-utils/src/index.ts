export { deferred, fakeClock, flush, type FakeClock } from './fake-clock'
export { seeded, type Chance } from './seeded'
