// A simulated day of a page with many keys: everything comes and goes, and at regular times what is held is counted
// and the heap measured after all garbage is gone.
import { getHeapSpaceStatistics } from 'node:v8'
import { DataSyncManager, TtlCache } from '@freshline/core'
import { FakeTime } from '../fake-time.mjs'
import { collectGarbage, nextTask } from '../measure.mjs'
import { createDeeds } from './deeds.mjs'
import { logSize } from './log-size.mjs'
import { seeded } from './random.mjs'
import { createServer } from './server.mjs'
import { createVisits } from './visits.mjs'
import { createEnvironment, createSleepyClock, createWeather, fillLog } from './weather.mjs'

const SECOND = 1000

/** No lifetime and time kept after it come to more. */
const LONGEST_KEPT = 1300 * SECOND

/**
 * @param {object} options
 * @param {number} options.hours simulated
 * @param {number} options.keys on the page at any time
 * @param {number} options.every seconds between measurements
 * @param {number} [options.seed]
 * @param {(answer: unknown) => void} [options.leak] told of each notice: a test lets it grow
 * @param {(sample: object) => void} [options.onSample]
 */
export async function runSoak({ hours, keys, every, seed = 1, leak, onSample = () => {} }) {
  const time = new FakeTime()
  const random = seeded(seed)
  const clock = createSleepyClock(time)
  const environment = createEnvironment()
  const cache = new TtlCache({ clock, maxEntries: boundOf(keys), gcTime: 60_000 })
  /** What the library tells of code that threw: nothing here does. */
  const reports = []
  const manager = new DataSyncManager({
    cache,
    clock,
    environment,
    maxConcurrent: 64,
    report: (error, where) => void reports.push(`${where}: ${error}`),
  })
  const events = { count: 0 }
  const offEvents = manager.on('success', (event) => {
    events.count++
    leak?.(event)
  })
  const server = createServer(time, random)
  const visits = createVisits(manager, clock, server, random, keys)
  const deeds = createDeeds(manager, cache, server, visits, random, keys)
  const weather = createWeather(manager, environment, clock, server)

  const sample = async (hour) => {
    const { keys: expectedKeys, listeners } = visits.expected()
    const status = manager.getStatus()
    const found = {
      hour,
      ...(await held()),
      timers: time.pending - server.timers,
      keys: status.length,
      expectedKeys,
      subscribers: status.reduce((sum, row) => sum + row.subscribers, 0),
      expectedSubscribers: listeners,
      entries: cache.size,
      log: logSize(manager),
      listeners: environment.listeners,
      passing: status.filter(({ key }) => isPassing(manager.getSnapshot(key))).length,
    }
    onSample(found)
    return found
  }

  fillLog(manager)
  const began = process.cpuUsage()
  visits.fill()
  const samples = [await sample(0)]
  for (let second = 1; second <= hours * 3600; second++) {
    weather.second(second - 1)
    deeds.second()
    await time.advance(SECOND, nextTask)
    if (second % every === 0) samples.push(await sample(second / 3600))
  }
  deeds.settle()
  const { user, system } = process.cpuUsage(began)
  const { keys: _keys, running: _running, ...totals } = manager.metrics()
  const counts = {
    ...totals,
    ...visits.told,
    ...deeds.done,
    ...weather.seen,
    ...server.counts,
    ...cacheCounts(cache),
    requests: totals.requests,
    events: events.count,
    wakeUps: time.wakeUps,
    cpuSeconds: (user + system) / 1e6,
  }

  // Everybody leaves, and the longest time that anything is kept goes by.
  visits.clear()
  offEvents()
  await time.advance(LONGEST_KEPT, nextTask)
  cache.prune()
  await nextTask()
  const left = {
    ...(await held()),
    keys: manager.getStatus().length,
    entries: cache.size,
    timers: time.pending,
    listeners: environment.listeners,
    log: logSize(manager),
    reports,
  }
  return { options: { hours, keys, every, seed, bound: boundOf(keys) }, samples, counts, left }
}

/** How many entries that nobody watches the cache holds at most: few enough that the bound is met all day. */
const boundOf = (keys) => Math.max(50, keys / 10)

function cacheCounts(cache) {
  const { hits, misses, evictions } = cache.stats()
  return { hits, misses, evictions }
}

/** Whether a key may be there though nobody is on it: it is being asked for, or a mutation of it is under way. */
const isPassing = ({ activity, source }) => activity === 'fetching' || source === 'optimistic'

/** Bytes that are held once all garbage is gone: of data, and of compiled code, which the engine makes and drops as it likes. */
async function held() {
  await nextTask()
  collectGarbage()
  await nextTask()
  collectGarbage()
  let [heap, code] = [0, 0]
  for (const { space_name: name, space_used_size: bytes } of getHeapSpaceStatistics()) {
    if (/code|trusted/.test(name)) code += bytes
    else heap += bytes
  }
  return { heap, code }
}
