/** Asks what the server depends on whether it works, each within a bound of time. */
import type { Clock } from '@freshline/core/shared'
import { redact } from './redact'

/** How well something works: `degraded` still serves, `down` does not. */
export type HealthStatus = 'ok' | 'degraded' | 'down'

/** What a check may say. */
export interface HealthAnswer {
  /** How well it works. */
  readonly status: HealthStatus
  /** Why, for people. Secrets are cut. Default: nothing. */
  readonly detail?: string | undefined
  /** Since when it has been so, epoch milliseconds. Default: unknown. */
  readonly since?: number | undefined
}

/** A check: what it answers counts; any other value means `ok`, and throwing means `down`. */
export type HealthCheck = () => unknown

/** What one check came to. */
export interface HealthResult extends HealthAnswer {
  /** How long it took, in milliseconds. */
  readonly duration: number
}

/** All checks together. */
export interface HealthReport {
  /** The worst of all. */
  readonly status: HealthStatus
  /** When it was asked, epoch milliseconds. */
  readonly at: number
  /** Each check by its name. */
  readonly checks: Readonly<Record<string, HealthResult>>
}

const ORDER: readonly HealthStatus[] = ['ok', 'degraded', 'down']

/**
 * Runs all checks at once.
 * @param timeout longest time for each, in milliseconds; one that takes longer is down
 */
export async function readHealth(
  checks: Readonly<Record<string, HealthCheck>>,
  timeout: number,
  clock: Clock,
): Promise<HealthReport> {
  const at = clock.now()
  const results = await Promise.all(
    Object.entries(checks).map(
      async ([name, check]) => [name, await runCheck(check, timeout, clock)] as const,
    ),
  )
  const worst = Math.max(0, ...results.map(([, { status }]) => ORDER.indexOf(status)))
  return { status: ORDER[worst] ?? 'ok', at, checks: Object.fromEntries(results) }
}

async function runCheck(check: HealthCheck, timeout: number, clock: Clock): Promise<HealthResult> {
  const startedAt = clock.monotonic()
  let timer: unknown
  const late = new Promise<HealthAnswer>((resolve) => {
    timer = clock.schedule(
      () => resolve({ status: 'down', detail: `no answer within ${timeout} ms` }),
      timeout,
    )
  })
  try {
    const answer = await Promise.race([ask(check), late])
    return { ...answer, duration: clock.monotonic() - startedAt }
  } finally {
    clock.cancel(timer)
  }
}

async function ask(check: HealthCheck): Promise<HealthAnswer> {
  try {
    const { status, detail, since } = Object(await check()) as Partial<HealthAnswer>
    return {
      status: status !== undefined && ORDER.includes(status) ? status : 'ok',
      ...(typeof detail === 'string' && { detail: redact(detail, 200) }),
      ...(typeof since === 'number' && { since }),
    }
  } catch (error) {
    const { message } = Object(error) as Partial<Error>
    return { status: 'down', detail: redact(typeof message === 'string' ? message : 'failed', 200) }
  }
}
