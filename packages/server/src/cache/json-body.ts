/** Data as the bytes that are kept: JSON, and an error for what JSON would silently change into something else. */
import { CodedError } from '@freshline/core/shared'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Objects that JSON turns into `{}` or a list of indices. */
const LOST = /^(Map|Set|WeakMap|WeakSet|Promise|RegExp|Error|ArrayBuffer|.*Array|Blob|Response|Request)$/

/**
 * The bytes of a value. What has a `toJSON` is kept as that says; `undefined` members are left out.
 * @throws CodedError `not_json` for `undefined`, functions, symbols, bigints, NaN, infinities, cycles, Maps, Sets and
 *   other objects that JSON cannot hold
 */
export function toJsonBody(value: unknown): Uint8Array {
  let text: string | undefined
  try {
    text = JSON.stringify(value, refuseLost)
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw refuse(error instanceof Error ? error.message : 'what throws when read', error)
  }
  if (text === undefined) throw refuse(typeof value)
  return encoder.encode(text)
}

/** The value of bytes: a new one at each call, so that nobody can change what is kept. */
export function fromJsonBody(body: Uint8Array): unknown {
  return JSON.parse(decoder.decode(body))
}

function refuseLost(name: string, value: unknown): unknown {
  if (typeof value === 'object' && value && !Array.isArray(value)) {
    const kind = Object.prototype.toString.call(value).slice(8, -1)
    if (LOST.test(kind)) throw refuse(`${kind} at "${name}"`)
  } else if (typeof value === 'function' || typeof value === 'symbol')
    throw refuse(`a ${typeof value} at "${name}"`)
  else if (typeof value === 'number' && !Number.isFinite(value)) throw refuse(`${value} at "${name}"`)
  return value
}

function refuse(found: string, cause?: unknown): CodedError {
  return new CodedError(
    'not_json',
    `loader: resolved with ${found}, allowed: what JSON can hold (null for nothing)`,
    { cause },
  )
}
