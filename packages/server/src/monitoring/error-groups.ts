/** Errors that are alike, counted together: how often, since when, where from. */
import { redact } from './redact'

/** Errors of one kind: same name, same message but for its numbers, thrown at the same place. */
export interface ErrorGroup {
  /** Names the group within this process. */
  readonly fingerprint: string
  /** The errors' `name`. */
  readonly name: string
  /** The message of the latest one, secrets and query strings cut. */
  readonly message: string
  /** The stack of the latest one, cut alike; undefined where it has none. */
  readonly stack: string | undefined
  /** The route it was met at last; undefined outside of any. */
  readonly route: string | undefined
  /** How many there were. */
  readonly count: number
  /** When the first one was, epoch milliseconds. */
  readonly firstSeen: number
  /** When the latest one was, epoch milliseconds. */
  readonly lastSeen: number
}

/** Groups of errors, a bounded number of them. */
export interface ErrorGroups {
  /** Counts one; anything may have been thrown. */
  record(error: unknown, at: number, route: string | undefined): void
  /** The groups, latest first. */
  list(): readonly ErrorGroup[]
  /** How many errors there were in all. */
  readonly total: number
  /** How many groups were forgotten for newer ones. */
  readonly dropped: number
}

const MAX_MESSAGE = 500
const MAX_STACK = 2_000
const MAX_FRAMES = 12

/** Makes a collection of at most `max` groups; the one not seen for longest makes room. */
export function createErrorGroups(max: number): ErrorGroups {
  const groups = new Map<string, ErrorGroup>()
  let total = 0
  let dropped = 0
  return {
    get total() {
      return total
    },
    get dropped() {
      return dropped
    },
    record(error, at, route) {
      total++
      const said = describe(error)
      const fingerprint = fingerprintOf(said)
      const known = groups.get(fingerprint)
      groups.delete(fingerprint)
      groups.set(fingerprint, {
        fingerprint,
        ...said,
        route,
        count: (known?.count ?? 0) + 1,
        firstSeen: known?.firstSeen ?? at,
        lastSeen: at,
      })
      const [oldest] = groups.keys()
      if (groups.size <= max || oldest === undefined) return
      groups.delete(oldest)
      dropped++
    },
    list: () => [...groups.values()].reverse(),
  }
}

interface Said {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
}

/** Reads what was thrown; getters that throw and values that are no errors included. */
function describe(error: unknown): Said {
  try {
    const { name, message, stack } = Object(error) as Partial<Error>
    const text = typeof message === 'string' ? message : String(error)
    return {
      name: redact(typeof name === 'string' && name !== '' ? name : typeof error, 100),
      message: redact(text, MAX_MESSAGE),
      stack: typeof stack === 'string' ? framesOf(stack) : undefined,
    }
  } catch {
    return { name: typeof error, message: 'an error that cannot be read', stack: undefined }
  }
}

/** The frames alone: what stands before them is the message again, uncut. */
function framesOf(stack: string): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s*at |^[^\s@]*@/.test(line))
  return frames.length > 0 ? redact(frames.slice(0, MAX_FRAMES).join('\n'), MAX_STACK) : undefined
}

/** Numbers, ids and quoted texts differ between errors that are alike. */
function fingerprintOf({ name, message, stack }: Said): string {
  const shape = message.replace(/\b[0-9a-f]{8,}\b|\d+/gi, '#').replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
  return hash(`${name}\n${shape}\n${stack?.split('\n', 1)[0]?.trim() ?? ''}`)
}

/** FNV-1a in 32 bits, twice: enough to tell a few hundred groups apart. */
function hash(text: string): string {
  let forward = 0x811c9dc5
  let backward = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    forward = Math.imul(forward ^ text.charCodeAt(at), 0x01000193)
    backward = Math.imul(backward ^ text.charCodeAt(text.length - 1 - at), 0x01000193)
  }
  return [forward, backward].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}
