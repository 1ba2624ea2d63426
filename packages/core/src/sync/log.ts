/** The readable log: one line for what a person following along wants to know. Off unless asked for. */
import { isolate, type Report } from '../base/emitter'
import { OptionError } from '../base/option-error'
import type { SyncEvent } from './events'

/** How much is logged: failures; also what people and switches did; also every request. */
export type LogLevel = 'error' | 'info' | 'debug'

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

const LEVELS = ['error', 'info', 'debug'] as const

/** Long runs of letters and digits that read like a token: mixed, or in groups as license keys are. */
const SECRET = /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])(?:[A-Za-z0-9]{2,}(?:-[A-Z0-9]{4,}){2,}|[A-Za-z0-9_]{24,})\b/g

/** Writes a line. */
export type Log = (level: LogLevel, text: string, event?: SyncEvent) => void

/** The log an option asks for; undefined where it is off. @throws OptionError */
export function resolveLog(option: LogOption | undefined, report: Report): Log | undefined {
  if (option === undefined || option === false) return undefined
  const said =
    typeof option === 'function'
      ? { sink: option, level: 'debug' as const }
      : typeof option === 'object'
        ? option
        : { level: option === true ? ('info' as const) : option }
  const { level = 'info', sink = toConsole } = said
  const redact = 'redact' in said ? said.redact : undefined
  const most = LEVELS.indexOf(level)
  if (most < 0) throw new OptionError('log', level, `true, false, a sink, or one of ${LEVELS.join(', ')}`)
  return (at, text, event) => {
    if (LEVELS.indexOf(at) > most) return
    isolate(report, 'the log', () => {
      let line = `[Freshline] ${text}`.replace(SECRET, cut)
      for (const secret of redact?.(line) ?? []) if (secret) line = line.split(secret).join(cut(secret))
      sink(at, line, event)
    })
  }
}

function cut(secret: string): string {
  return secret.length > 8 ? `${secret.slice(0, 8)}…` : secret
}

const toConsole: LogSink = (level, line) => {
  if (level === 'error') console.error(line)
  else globalThis.console.log(line)
}

/** What the log says of an event; undefined: nothing. */
export function lineOf(
  event: SyncEvent,
  intervalOf: (key: string) => number,
): [LogLevel, string] | undefined {
  const { type, key = 'everything', reason, snapshot } = event
  switch (type) {
    case 'registered': {
      const interval = intervalOf(key)
      return ['info', `Registered ${key}${interval < Infinity ? ` (${interval / 1000} s)` : ''}`]
    }
    case 'unregistered':
      return ['info', `Unregistered ${key}`]
    case 'success':
    case 'unchanged':
      if (reason === 'refresh')
        return ['info', `Manual refresh completed: ${key}${type === 'unchanged' ? ' (unchanged)' : ''}`]
      return ['debug', `${type === 'success' ? 'Updated' : 'Unchanged'} ${key} (${reason})`]
    case 'fetching':
      return ['debug', `Miss, fetching ${key} (${reason})`]
    case 'error':
      return [
        'error',
        `Failed ${key}: ${snapshot?.error?.message ?? ''} (${snapshot?.failureCount} in a row)`,
      ]
    case 'paused':
      return ['info', `Paused ${key}`]
    case 'resumed':
      return ['info', `Resumed ${key}`]
    case 'propagated': {
      const { error } = event.propagation ?? {}
      return error
        ? ['error', `The server's cache was not told: ${error.message}`]
        : ['debug', "The server's cache was told"]
    }
    case 'fresh':
    case 'stale':
    case 'removed':
      return undefined
    default:
      return ['debug', `${type[0]?.toUpperCase()}${type.slice(1)} ${key}${reason ? ` (${reason})` : ''}`]
  }
}
