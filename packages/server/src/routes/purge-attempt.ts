/** One attempt to purge, bounded in time. */
import type { Clock } from '@freshline/core/shared'

/** How an attempt ended. */
export type Outcome =
  { readonly ok: true } | { readonly ok: false; readonly status?: number; readonly error: unknown }

/** One attempt: it ends with its time, whether or not the purge heeds the signal. */
export async function attemptPurge(
  clock: Clock,
  timeout: number,
  closing: AbortSignal,
  run: (signal: AbortSignal) => unknown,
): Promise<Outcome> {
  if (closing.aborted) return { ok: false, error: new Error('the server is closed') }
  const controller = new AbortController()
  const stop = () => controller.abort()
  let timer: unknown
  const ended = new Promise<Outcome>((resolveEnded) => {
    controller.signal.addEventListener('abort', () =>
      resolveEnded({ ok: false, error: new Error(`a purge took longer than ${timeout} ms`) }),
    )
  })
  timer = clock.schedule(stop, timeout)
  closing.addEventListener('abort', stop)
  try {
    return await Promise.race([attemptOnce(() => run(controller.signal)), ended])
  } finally {
    clock.cancel(timer)
    closing.removeEventListener('abort', stop)
  }
}

async function attemptOnce(run: () => unknown): Promise<Outcome> {
  try {
    const { ok, status } = Object(await run()) as Partial<Response>
    if (ok !== false) return { ok: true }
    const told = typeof status === 'number' ? { status } : {}
    return { ok: false, ...told, error: new Error(`the purge answered ${status ?? 'that it failed'}`) }
  } catch (error) {
    return { ok: false, error }
  }
}
