/** The size of a value, as the user's function counts it. One that throws or answers nonsense is reported, and counts as 0. */
import { isolate } from '../base/emitter'
import type { StoreOptions } from './store-parts'

export function measure<V>(options: StoreOptions<V>, value: V, key: string): number {
  let bytes: unknown
  isolate(options.report, 'sizeOf', () => {
    bytes = options.sizeOf?.(value, key)
    if (!isSize(bytes)) throw new RangeError(`sizeOf of ${key} answered ${String(bytes)}; allowed: 0 or more`)
  })
  return isSize(bytes) ? bytes : 0
}

function isSize(bytes: unknown): bytes is number {
  return typeof bytes === 'number' && bytes >= 0 && bytes < Infinity
}
