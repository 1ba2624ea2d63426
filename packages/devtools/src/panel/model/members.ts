/** What a value of any kind is made of, and how it is written in one line. Never throws. Pure. */
import { isSecretName } from '../../redact'

/** A member of a value. */
export interface Member {
  readonly name: string
  readonly value: unknown
  /** Whether its name says that it is a secret, whatever it looks like. */
  readonly isSecret: boolean
}

const LONGEST = 300
const NONE: readonly Member[] = []

/** The members of a value; none for what has none. */
export function membersOf(value: unknown): readonly Member[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return NONE
  return read(value)
}

/** Whether a value has members to look at. */
export function isOpenable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date) return false
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map || value instanceof Set) return value.size > 0
  return Object.keys(value).length > 0
}

/** How a value is written in one line, and what kind it is. */
export function describeValue(value: unknown): { text: string; kind: string } {
  if (value === null) return { text: 'null', kind: 'null' }
  switch (typeof value) {
    case 'string': {
      const text = value.length > LONGEST ? `${value.slice(0, LONGEST)}… (${value.length} characters)` : value
      return { text: JSON.stringify(text), kind: 'string' }
    }
    case 'object':
      return { text: describeObject(value), kind: value instanceof Date ? 'date' : 'object' }
    case 'bigint':
      return { text: `${value}n`, kind: 'number' }
    case 'function':
      return { text: 'function', kind: 'null' }
    default:
      return { text: String(value), kind: typeof value }
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return `[${value.length}]`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name}(${value.size})`
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`
  const count = Object.keys(value).length
  return `{${count}}`
}

function read(value: object): readonly Member[] {
  if (Array.isArray(value)) return value.map((each, index) => toMember(String(index), each))
  if (value instanceof Map) {
    return [...value].map(([key, each], index) =>
      toMember(String(index), { key: key as unknown, value: each as unknown }),
    )
  }
  if (value instanceof Set) return [...value].map((each, index) => toMember(String(index), each))
  return Object.keys(value).map((name) => toMember(name, readMember(value, name)))
}

function readMember(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name]
  } catch {
    return '(cannot be read)'
  }
}

function toMember(name: string, value: unknown): Member {
  return { name, value, isSecret: typeof value === 'string' && isSecretName(name) }
}
