/** From a manager's options to its engine: checked, with defaults applied, and with the log wired where it is on. */
import { BOOLEAN, check, checkCount, checkFunction } from '../base/check'
import type { Clock } from '../base/clock'
import { reportToConsole } from '../base/emitter'
import { OptionError } from '../base/option-error'
import { Store, storeOf } from '../cache'
import type { Environment } from '../environment'
import { checkOptions, Engine, intervalOf, lineOf, resolveLog } from '../sync'
import { createHandlers } from './handlers'
import type { DataSyncManagerOptions } from './manager-options'

export function createEngine(
  options: DataSyncManagerOptions,
  clock: Clock,
  environment: Environment,
): Engine {
  const {
    defaults = {},
    maxConcurrent = 6,
    enabled = true,
    report = reportToConsole,
    cache,
    freshness,
  } = options
  check('enabled', enabled, BOOLEAN)
  const store = cache === undefined ? new Store({ clock, maxEntries: 10_000 }) : storeOf(cache)
  if (!store) throw new OptionError('cache', cache, 'a TtlCache')
  checkOptions(defaults)
  if (freshness !== undefined && typeof freshness?.lookup !== 'function')
    throw new OptionError('freshness', freshness, 'a table made by defineFreshness()')
  const engine = new Engine(
    {
      store,
      clock,
      environment,
      defaults,
      maxConcurrent: checkCount('maxConcurrent', maxConcurrent),
      enabled,
      report: checkFunction('report', report),
      freshness,
    },
    createHandlers,
  )
  const log = (engine.log = resolveLog(options.log, engine.report))
  if (log) {
    const interval = (key: string) => {
      const entry = engine.entries.get(key)
      return entry ? intervalOf(engine, entry) : Infinity
    }
    engine.emitter.on('*', (event) => {
      const line = lineOf(event, interval)
      if (line) log(line[0], line[1], event)
    })
  }
  return engine
}
