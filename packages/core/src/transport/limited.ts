/** Bounds a step of work by the caller's signal and by time, also where the work itself heeds neither. */
import { type Clock, MAX_TIMER } from '../base/clock'
import { AbortedError } from '../errors/aborted-error'

/** Who may end the work, and what it is called in messages. */
export interface Limits {
  readonly clock: Clock
  readonly signal?: AbortSignal | null | undefined
  readonly label: string
}

/**
 * Settles as the work does, or rejects with AbortedError as soon as the caller's signal is aborted, or settles
 * as `onTime` does after `ms` (beyond 2^31-1: never). The work gets a signal of its own, aborted in both cases.
 * Afterwards neither a timer nor a listener is left.
 */
export function limited<T>(
  { clock, signal, label }: Limits,
  ms: number,
  onTime: () => T,
  work?: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  let timer: unknown
  let onAbort: () => void
  return new Promise<T>((resolve, reject) => {
    const stop = (error: unknown, reason: unknown) => {
      reject(error)
      own.abort(reason)
    }
    onAbort = () => stop(new AbortedError(`${label} was aborted`, { cause: signal?.reason }), signal?.reason)
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    if (ms <= MAX_TIMER) {
      timer = clock.schedule(() => {
        try {
          resolve(onTime())
        } catch (error) {
          stop(error, error)
        }
      }, ms)
    }
    work?.(own.signal).then(resolve, reject)
  }).finally(() => {
    signal?.removeEventListener('abort', onAbort)
    clock.cancel(timer)
  })
}

/** Resolves after `ms`, unless the caller's signal is aborted before. */
export function pause(limits: Limits, ms: number): Promise<void> {
  return limited(limits, ms, () => {})
}
