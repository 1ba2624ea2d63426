/** What a value of any kind is made of, and how it is written in one line. Never throws. Pure. */
import { isSecretName } from '../../redact'

/** A member of a value. */
export interface Member {
  readonly name: string
  readonly value: unknown
  /** Whether its name, or that of the list it is in, says that it is a secret, whatever it looks like. */
  readonly isSecret: boolean
}

const LONGEST = 300
/** So much more is looked at, so that a secret at the end of what is shown is seen to be one. */
const BEYOND = 200
const NONE: readonly Member[] = []
const UNREADABLE = '(cannot be read)'

/** The members of a value; none for what has none. `isSecret`: of a list, whether its name says that it holds secrets. */
export function membersOf(value: unknown, isSecret = false): readonly Member[] {
  if (typeof value !== 'object' || value === null) return NONE
  return attempt(() => (value instanceof Date ? NONE : read(value, isSecret)), NONE)
}

/** Whether a value has members to look at. */
export function isOpenable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return attempt(() => {
    if (value instanceof Date) return false
    if (Array.isArray(value)) return value.length > 0
    if (value instanceof Map || value instanceof Set) return value.size > 0
    return Object.keys(value).length > 0
  }, false)
}

/** How a value is written in one line, and what kind it is. `cutLine` cuts the secrets of a text. */
export function describeValue(
  value: unknown,
  cutLine: (text: string) => string = (text) => text,
): { text: string; kind: string } {
  if (value === null) return { text: 'null', kind: 'null' }
  switch (typeof value) {
    case 'string':
      return { text: JSON.stringify(shorten(value, cutLine)), kind: 'string' }
    case 'object':
      return attempt(
        () => ({ text: cutLine(describeObject(value)), kind: value instanceof Date ? 'date' : 'object' }),
        { text: UNREADABLE, kind: 'null' },
      )
    case 'bigint':
      return { text: cutLine(`${value}n`), kind: 'number' }
    case 'function':
      return { text: 'function', kind: 'null' }
    default:
      return { text: cutLine(String(value)), kind: typeof value }
  }
}

/** Secrets are cut first: a half of one may not look like one. */
function shorten(text: string, cutLine: (text: string) => string): string {
  const line = cutLine(text.slice(0, LONGEST + BEYOND))
  return text.length > LONGEST ? `${line.slice(0, LONGEST)}… (${text.length} characters)` : line
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `[${value.length}]`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name}(${value.size})`
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`
  const count = Object.keys(value).length
  return `{${count}}`
}

function read(value: object, isSecret: boolean): readonly Member[] {
  const ofList = (name: number, each: unknown): Member => ({ name: String(name), value: each, isSecret })
  if (value instanceof Map) {
    return [...value].map(([key, each], index) => ofList(index, new Entry(key, each)))
  }
  if (value instanceof Set) return [...value].map((each, index) => ofList(index, each))
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) => ofList(index, readMember(value, String(index))))
  }
  const isSecretEntry = value instanceof Entry && typeof value.key === 'string' && isSecretName(value.key)
  return Object.keys(value).map((name) => ({
    name,
    value: readMember(value, name),
    isSecret: isSecretName(name) || (isSecretEntry && name === 'value'),
  }))
}

/** An entry of a map. */
class Entry {
  readonly key: unknown
  readonly value: unknown

  constructor(key: unknown, value: unknown) {
    this.key = key
    this.value = value
  }
}

function readMember(value: object, name: string): unknown {
  return attempt(() => (value as Record<string, unknown>)[name], UNREADABLE)
}

/** Data may do anything when it is looked at: getters and proxies throw. */
function attempt<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch {
    return otherwise
  }
}
