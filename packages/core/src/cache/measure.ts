/** How large a value is, as the user's function counts it. */
import { check, type Rule } from '../base/check'
import { isolate, reportToConsole } from '../base/emitter'

const SIZE: Rule = [
  (bytes) => typeof bytes === 'number' && bytes >= 0 && bytes < Infinity,
  'bytes, 0 or more',
]

/** What `sizeOf` says. One that throws or answers nonsense is reported, and counts as 0. */
export function measure<V>(sizeOf: (value: V, key: string) => number, value: V, key: string): number {
  let bytes = 0
  isolate(reportToConsole, 'sizeOf', () => (bytes = check(`sizeOf of ${key}`, sizeOf(value, key), SIZE)))
  return bytes
}
