/** Makes the console's functions for one manager. */
import {
  hashKey,
  OptionError,
  type DataSyncManager,
  type Key,
  type ManagerProbe,
  type SyncEventType,
  type Target,
} from '@freshline/core'
import type { MetricsReport } from '@freshline/core/metrics'
import { isPattern } from '@freshline/core/shared'
import type { DevtoolsApi } from './api'
import { HELP } from './console-help'
import type { ConsoleLog } from './console-log'
import { explain } from './explain'
import { factsOf as gatherFacts } from './facts-of'
import type { History } from './history'
import { holdOf, type Facts } from './holds'
import { printInspection } from './inspect'
import { nearKeys } from './near-keys'
import { isMatched, knownKeys, meantWords } from './near-targets'
import type { Printer } from './printer'
import { printMetrics, printReport, printStatus, summaryOf } from './reports'

/** What is said to whoever kept the functions. */
const TAKEN_OFF = 'these devtools were taken off; window.__FRESHLINE__ has those of the page'

/** The past, where it is recorded. */
type Past = Pick<History, 'eventsOf' | 'last' | 'isAfter'>

/** What the functions work with. */
export interface ConsoleParts {
  readonly manager: DataSyncManager
  readonly probe: ManagerProbe
  readonly name: string
  readonly history: Past
  readonly printer: Printer
  readonly log: ConsoleLog
  /** When a mutation named a key last while nothing was held under it. */
  readonly namedAt: (key: string) => number | undefined
  readonly report: () => MetricsReport
  /** The functions of every manager of the page, by name. */
  readonly managers: () => Readonly<Record<string, DevtoolsApi>>
  /** Opens or closes the panel. */
  readonly panel: (isOpen: boolean) => Promise<void>
  /** Whether the devtools were taken off. */
  readonly isOver: () => boolean
}

/** The functions for a manager. */
export function createConsoleApi(parts: ConsoleParts): DevtoolsApi {
  const { manager, probe, name, history, printer, log, managers } = parts
  const titleOf = (text: string) => `Freshline${name === 'default' ? '' : ` (${name})`}: ${text}`

  /** Runs one function; what it throws is told in one line. */
  const say = <T>(run: () => T): T | undefined => {
    try {
      if (parts.isOver()) throw new Error(TAKEN_OFF)
      return run()
    } catch (error) {
      printer.warn(error instanceof Error ? error.message : String(error))
      return undefined
    }
  }
  const sayLater = async <T>(run: () => Promise<T>): Promise<T | undefined> => {
    try {
      if (parts.isOver()) throw new Error(TAKEN_OFF)
      return await run()
    } catch (error) {
      printer.warn(error instanceof Error ? error.message : String(error))
      return undefined
    }
  }
  const factsOf = (what: Key): Facts => {
    const key = hashKey(what)
    return gatherFacts(
      manager,
      probe,
      history,
      key,
      manager.getStatus().find((row) => row.key === key),
      parts.namedAt(key),
    )
  }
  const unknown = (key: string): string => {
    const near = nearKeys(
      key,
      manager.getStatus().map((row) => row.key),
    )
    return near.length > 0 ? `unknown key; did you mean ${near.join(', ')}?` : 'unknown key'
  }
  const meant = (target: Target): string => meantWords(target, knownKeys(manager, probe))
  const skipReason = (key: string): string => {
    const facts = factsOf(key)
    if (!facts.row && facts.snapshot.key === '') return `unknown key${meant(key)}`
    return holdOf(facts)?.text ?? 'it was not needed'
  }
  const switchTo = (type: SyncEventType & ('paused' | 'resumed'), target: Target | undefined): string[] => {
    const keys: string[] = []
    const off = manager.on(type, (event) => event.key !== undefined && keys.push(event.key))
    try {
      if (type === 'paused') manager.pause(target)
      else manager.resume(target)
    } finally {
      off()
    }
    if (target === undefined) {
      printer.line(
        titleOf(type === 'paused' ? 'auto-sync is off; resume() switches it on' : 'auto-sync is on'),
      )
    } else if (keys.length > 0) printer.line(titleOf(`${type} ${keys.join(', ')}`))
    else if (!isMatched(target, knownKeys(manager, probe)))
      printer.line(titleOf(`${type}: nothing matched${meant(target)}`))
    else printer.line(titleOf(`no key matched that was not ${type} already`))
    return keys
  }

  const api: DevtoolsApi = {
    name,
    get managers() {
      return parts.isOver() ? {} : managers()
    },
    get keys() {
      if (parts.isOver()) return {}
      return Object.fromEntries(manager.getStatus().map(({ key }) => [key, manager.getSnapshot(key)]))
    },
    status: (part) =>
      say(() => {
        if (part !== undefined && typeof part !== 'string')
          throw new OptionError('status', part, 'a part of a key')
        const all = manager.getStatus()
        const isGlob = part !== undefined && isPattern(part)
        const holds = (key: string) =>
          part === undefined || (isGlob ? isMatched(part, [{ key, tags: [] }]) : key.includes(part))
        const rows = all.filter((row) => holds(row.key))
        if (rows.length === 0) {
          const none = () => `no key ${isGlob ? 'matches' : 'holds'} "${part}"${meant(part ?? '')}`
          printer.line(titleOf(all.length === 0 ? 'no key is registered or watched' : none()))
        } else {
          const title = titleOf(summaryOf(rows, manager.isOnline, manager.isPaused))
          const isAsked = (key: string) => probe.describe(key)?.registrations !== 0
          printStatus(printer, title, rows, isAsked, Date.now())
        }
        return rows
      }),
    refresh: (target, options) =>
      sayLater(async () => {
        const asked = checkOptions(options, { force: [true, false], ifStale: [true, false] })
        const report = await (target === undefined
          ? manager.refreshAll(asked)
          : manager.refresh(target, asked))
        printReport(printer, titleOf('refreshed'), report, skipReason, () => (target ? meant(target) : ''))
        return report
      }),
    invalidate: (target, options) =>
      sayLater(async () => {
        if (target === undefined) {
          throw new OptionError(
            'invalidate',
            target,
            "a key, a pattern such as 'stores:*', { tag }, or '*' for all",
          )
        }
        const asked = checkOptions(options, { refetch: ['wanted', 'none'] })
        const report = await manager.invalidate(target, asked)
        const why = (key: string) => (asked.refetch === 'none' ? 'stale; not asked again' : skipReason(key))
        printReport(printer, titleOf('invalidated'), report, why, () => meant(target))
        return report
      }),
    pause: (target) => say(() => switchTo('paused', target)),
    resume: (target) => say(() => switchTo('resumed', target)),
    metrics: () =>
      say(() => {
        const metrics = { ...manager.metrics(), report: parts.report() }
        printMetrics(printer, titleOf('since the manager was made'), metrics)
        return metrics
      }),
    inspect: (what) =>
      say(() => {
        const facts = factsOf(what)
        if (!facts.row && facts.snapshot.key === '')
          printer.line(titleOf(`${facts.key}: ${unknown(facts.key)}`))
        else printInspection(printer, facts)
        const { key, snapshot, row } = facts
        return { key, snapshot, status: row, events: [...history.eventsOf(key)] }
      }),
    explain: (what) =>
      say(() => {
        const facts = factsOf(what)
        const explanation = explain(facts)
        if (!explanation.isKnown) {
          printer.line(titleOf(`${facts.key}: ${unknown(facts.key)}`))
          if (facts.namedAt !== undefined) printer.line(explanation.asked)
        } else {
          printer.group(titleOf(`${facts.key} is ${explanation.freshness}`), () => {
            for (const text of [explanation.why, explanation.asked, explanation.next]) printer.line(text)
            if (explanation.error !== undefined) printer.line(`Last error: ${explanation.error}`)
          })
        }
        return explanation
      }),
    log: (level) =>
      say(() => {
        if (level !== undefined) log.set(level)
        const words = log.level === false ? 'no event' : `events of level ${log.level} and above`
        printer.line(titleOf(`prints ${words}; log('error' | 'warn' | 'info' | 'debug' | false)`))
        return log.level
      }),
    panel: (isOpen = true) => void sayLater(() => parts.panel(isOpen)),
    help: () =>
      say(() => {
        printer.group(titleOf('what can be called on window.__FRESHLINE__'), () => {
          printer.table(HELP.map(([call, what]) => ({ call, what })))
          const names = Object.keys(managers())
          if (names.length > 1) printer.line(`managers: ${names.join(', ')}`)
        })
      }),
  }
  return api
}

/** A misspelt option does nothing and says nothing: here it is told. */
function checkOptions<O extends object>(
  options: O | undefined,
  allowed: { readonly [Name in keyof Required<O>]: readonly unknown[] },
): O {
  if (options === undefined) return {} as O
  const names = Object.keys(allowed).join(', ')
  if (typeof options !== 'object' || options === null) {
    throw new OptionError('options', options, `an object with ${names}`)
  }
  for (const [name, value] of Object.entries(options)) {
    const values = Object.hasOwn(allowed, name) ? allowed[name as keyof typeof allowed] : undefined
    if (!values) throw new OptionError('options', name, names)
    if (value !== undefined && !values.includes(value)) throw new OptionError(name, value, values.join(', '))
  }
  return options
}
