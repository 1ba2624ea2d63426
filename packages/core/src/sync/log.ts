/** The readable log: one line for what a person following along wants to know. Off unless asked for. */
import { isolate, type Report } from '../base/emitter'
import { OptionError } from '../base/option-error'
import type { SyncEvent } from './events'

/** How much is logged: failures; also what may be a mistake; also what people and switches did; also every request. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/** Where lines go. */
export type LogSink = (level: LogLevel, line: string, event: SyncEvent | undefined) => void

/** What the `log` option takes: a level, `true` for `'info'`, a sink, or all of it. */
export type LogOption =
  | boolean
  | LogLevel
  | LogSink
  | {
      /** How much is logged. Default `'info'`. */
      readonly level?: LogLevel | undefined
      /** Where lines go. Default: the console. */
      readonly sink?: LogSink | undefined
      /** Texts to be cut to 8 characters beside tokens and license keys: answers all that a line holds. */
      readonly redact?: ((line: string) => readonly string[]) | undefined
    }

const LEVELS = ['error', 'warn', 'info', 'debug'] as const

/** What a stranger's text may hold to seem a line of its own, or to write over others in a terminal. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** Who a URL is asked as. */
const USER_INFO = /(\w:\/\/)[^\s/?#@]+@/g

/**
 * What its name says to be a secret, in a query, in JSON or in a header; 8 characters of a short one would be most of it.
 * A key such as `tokens:42` is none.
 */
const NAMED =
  /((?:token|secret|passw(?:or)?d|\bsig|api.?key|authorization|cookie)(?:[\w-]{0,30}(?: ?=|\\?["'] ?[=:]) ?|: )\\?["']?(?:(?:bearer|basic|digest) )?)([^\s"'&,;}\\]+)/gi

/**
 * Long runs of letters and digits that read like a token: mixed, or in groups as license keys are. How far is looked
 * ahead is bounded, as that is done at each word.
 */
const SECRET =
  /\b(?=[\w-]{0,99}\d)(?=[\w-]{0,99}[A-Za-z])(?:[A-Za-z0-9]{2,}(?:-[A-Z0-9]{4,}){2,}|[A-Za-z0-9_]{24,})\b/g

/** Writes a line. */
export type Log = (level: LogLevel, text: string, event?: SyncEvent) => void

/** The log an option asks for; undefined where it is off. @throws OptionError */
export function resolveLog(option: LogOption | undefined, report: Report): Log | undefined {
  if (option === undefined || option === false) return undefined
  let said: Exclude<LogOption, boolean | string | LogSink> = {}
  if (typeof option === 'function') said = { sink: option, level: 'debug' }
  else if (typeof option === 'object') said = option
  else if (option !== true) said = { level: option }
  const { level = 'info', sink = toConsole, redact } = said
  const most = LEVELS.indexOf(level)
  if (most < 0) throw new OptionError('log', level, `true, false, a sink, or one of ${LEVELS.join(', ')}`)
  return (at, text, event) => {
    if (LEVELS.indexOf(at) > most) return
    isolate(report, 'the log', () => {
      let line = `[Freshline] ${text}`
        .replace(BREAKING, ' ')
        .replace(USER_INFO, '$1')
        .replace(NAMED, (_, name, secret: string) => name + (secret[20] ? cut(secret) : '…'))
        .replace(SECRET, cut)
      for (const secret of redact?.(line) ?? []) if (secret) line = line.replaceAll(secret, cut)
      sink(at, line, event)
    })
  }
}

function cut(secret: string): string {
  return secret.length > 8 ? `${secret.slice(0, 8)}…` : secret
}

// Not `console.info` and `console.debug`: a browser hides the latter unless told otherwise.
const toConsole: LogSink = (level, line) => console[/r/.test(level) ? (level as 'error') : 'log'](line)

/** What a person did, or a switch. */
const IS_INFO = /^(un)?registered$|^paused$|^resumed$/

/** What the log says of an event; undefined: nothing. */
export function lineOf(
  { type, key = 'everything', reason, snapshot, propagation }: SyncEvent,
  intervalOf: (key: string) => number,
): [LogLevel, string] | undefined {
  if (/^(fresh|stale|removed)$/.test(type)) return undefined
  if (type === 'error')
    return ['error', `Failed ${key}: ${snapshot?.error?.message} (${snapshot?.failureCount} in a row)`]
  if (type === 'propagated') {
    const { error } = propagation ?? {}
    return [
      error ? 'error' : 'debug',
      `The server's cache was ${error ? `not told: ${error.message}` : 'told'}`,
    ]
  }
  if (reason === 'refresh' && /^(success|unchanged)$/.test(type))
    return ['info', `Manual refresh completed: ${key}${type === 'unchanged' ? ' (unchanged)' : ''}`]
  const what = { fetching: 'Miss, fetching', success: 'Updated' }[type as 'success']
  const isInfo = IS_INFO.test(type)
  const interval = type === 'registered' ? intervalOf(key) : Infinity
  const detail = isInfo ? (interval < Infinity ? `${interval / 1000} s` : '') : reason
  return [
    isInfo ? 'info' : 'debug',
    `${what ?? type[0]?.toUpperCase() + type.slice(1)} ${key}${detail ? ` (${detail})` : ''}`,
  ]
}
