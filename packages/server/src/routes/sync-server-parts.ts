/** What a sync server is made of: its options, checked and complete. */
import { checkDuration, OptionError, systemClock } from '@freshline/core/shared'
import { checkOrigins } from '../conditional/cors'
import { createReporter } from '../http/reporter'
import { resolveLimits } from '../limits/sync-limits'
import { createMonitor, type Monitor } from '../monitoring/monitor'
import { createAdmission } from './admission'
import { createInvalidator } from './invalidator'
import { createPurger } from './purger'
import { createReplayMemory, type ReplayMemory } from './replay-memory'
import type { SyncCache, SyncServerOptions } from './sync-server-options'
import { createWebhookLog } from './webhook-attempts'
import { createWebhookRoute } from './webhook-route'
import { createSignatureCheck } from './webhook-signature'

/** Checked options and the parts made of them. */
export type SyncServerParts = ReturnType<typeof createSyncServerParts>

/**
 * Makes the parts; nothing runs yet.
 * @throws OptionError for an option that has no meaning
 */
export function createSyncServerParts(options: SyncServerOptions) {
  const { cache, origins, credentials = false, purge, pathTargets, clock = systemClock } = options
  const report = createReporter(options.onError)
  const limits = resolveLimits(options.limits)
  const purger = purge === undefined ? undefined : createPurger(purge, clock, report)
  const shared = {
    clock,
    report,
    limits,
    admission: createAdmission(limits, clock),
    attempts: options.attempts ?? createWebhookLog(),
    invalidate: createInvalidator(cache, purger, pathTargets),
  }
  return {
    ...shared,
    purger,
    cache,
    changes: options.changes,
    authorize: options.authorize,
    clientId: options.clientId,
    enabled: options.enabled ?? true,
    basePath: checkBasePath(options.basePath ?? ''),
    monitor: toMonitor(options, cache),
    webhook: toWebhook(options, shared),
    cors: origins === undefined ? undefined : { origins, credentials, ...FIELDS },
    isForeignAllowed: toOriginCheck(origins, credentials),
  }
}

/** What pages may send and read beside what the client does everywhere. */
const FIELDS = {
  methods: ['GET', 'HEAD', 'POST'],
  allowHeaders: ['Authorization', 'Accept'],
  expose: ['RateLimit', 'RateLimit-Policy', 'Allow', 'WWW-Authenticate'],
}

function toMonitor(
  { monitoring, clock, onError }: SyncServerOptions,
  cache: SyncCache | undefined,
): Monitor | undefined {
  if (monitoring === false) return undefined
  const { stats, health } = cache ?? {}
  const watched = stats && {
    stats: () => stats.call(cache),
    ...(health && { health: () => health.call(cache) }),
  }
  return monitoring ?? createMonitor({ cache: watched, clock, onError })
}

function toWebhook(
  { secret, onWebhook = () => {}, tolerance = 300_000, replays, cache }: SyncServerOptions,
  shared: Omit<Parameters<typeof createWebhookRoute>[0], 'check' | 'onWebhook' | 'replays' | 'remember'>,
) {
  checkDuration('tolerance', tolerance, true)
  if (secret === undefined) return undefined
  return createWebhookRoute({
    ...shared,
    onWebhook,
    check: createSignatureCheck(secret, tolerance),
    replays: replays ?? toReplayMemory(cache) ?? createReplayMemory(shared.clock),
    // A message from the future is taken for twice the tolerance; a second more, as times are cut to seconds.
    remember: 2 * tolerance + 1_000,
  })
}

function toReplayMemory(cache: SyncCache | undefined): ReplayMemory | undefined {
  const { claim, release } = cache ?? {}
  if (!claim || !release) return undefined
  return { claim: (id, ttl) => claim.call(cache, id, ttl), release: (id) => release.call(cache, id) }
}

/** Everybody may read where origins is `*`; that is no reason to let everybody's pages write. */
function toOriginCheck(
  origins: SyncServerOptions['origins'],
  credentials: boolean,
): (origin: string) => boolean {
  if (origins === undefined) return () => false
  const isAllowed = checkOrigins(origins)
  if (origins !== '*') return isAllowed
  if (credentials) throw new OptionError('credentials', true, 'false where origins is *')
  return () => false
}

function checkBasePath(path: unknown): string {
  if (typeof path === 'string' && /^(\/[\w.~%!$&'()*+,;=:@-]+)*\/?$/.test(path))
    return path.replace(/\/$/, '')
  throw new OptionError('basePath', path, 'a path such as /api/sync')
}
