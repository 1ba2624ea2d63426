/** A snapshot for people who read a trace. */
import type { Snapshot } from '@freshline/core'
import type { Value } from './server'

/** A snapshot in a few words. */
export function show({ data, freshness, source, error, activity }: Snapshot): string {
  const { n, ids } = (data ?? {}) as Partial<Value>
  return `${n}[${ids?.join() ?? ''}] ${freshness} ${source} ${activity}${error ? ` ${error.message}` : ''}`
}
