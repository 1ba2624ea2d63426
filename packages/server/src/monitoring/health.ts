/** Asks what the server depends on whether it works, each within a bound of time. */
import type { Clock } from '@freshline/core/shared'
import { redact } from './redact'

/** How well something works: `degraded` still serves, `down` does not. */
export type HealthStatus = 'ok' | 'degraded' | 'down'

/** What a check may say. */
export interface HealthAnswer {
  /** How well it works. */
  readonly status: HealthStatus
  /** Which kind of thing was asked, such as `redis`. Default: nothing. */
  readonly name?: string | undefined
  /** Why, for people. Secrets are cut. Default: nothing. */
  readonly detail?: string | undefined
  /** Since when it has been so, epoch milliseconds. Default: unknown. */
  readonly since?: number | undefined
}

/** A check: what it answers counts; any other value means `ok`, and throwing means `down`. */
export type HealthCheck = () => unknown

/** A check that the whole can do without. */
export interface OptionalCheck {
  /** The check. */
  readonly check: HealthCheck
  /** Whether the whole is down without it; if not, it is `degraded`. Default true. */
  readonly essential?: boolean | undefined
}

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
  checks: Readonly<Record<string, HealthCheck | OptionalCheck>>,
  timeout: number,
  clock: Clock,
): Promise<HealthReport> {
  const at = clock.now()
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, given]) => {
      const { check, essential = true } = typeof given === 'function' ? { check: given } : given
      const result = await runCheck(check, timeout, clock)
      const weight = Math.min(ORDER.indexOf(result.status), essential ? 2 : 1)
      return { name, result, weight }
    }),
  )
  const worst = Math.max(0, ...results.map(({ weight }) => weight))
  const told = results.map(({ name, result }) => [name, result] as const)
  return { status: ORDER[worst] ?? 'ok', at, checks: Object.fromEntries(told) }
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
    const { status, name, detail, since } = Object(await check()) as Partial<HealthAnswer>
    return {
      status: status !== undefined && ORDER.includes(status) ? status : 'ok',
      ...(typeof name === 'string' && { name: name.slice(0, 40) }),
      ...(typeof detail === 'string' && { detail: redact(detail, 200) }),
      ...(typeof since === 'number' && { since }),
    }
  } catch (error) {
    const { message } = Object(error) as Partial<Error>
    return { status: 'down', detail: redact(typeof message === 'string' ? message : 'failed', 200) }
  }
}
