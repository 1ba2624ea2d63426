/** The server's own cache: where it keeps things, how that is, and which changes of this page it was told of. */
import type { CacheState, SyncAnswer } from '@freshline/example-server/api-types'
import { useSyncExternalStore, type ReactNode } from 'react'
import { propagationLog } from '../data/manager'
import type { PropagationLine } from '../data/propagation-log'
import type { Tone } from '../format/labels'
import { formatAmount, formatBytes, formatPercent } from '../format/number'
import { formatClock } from '../format/time'
import { Ago } from '../ui/ago'
import { Badge } from '../ui/badge'
import { Missing, Pairs } from './pairs'

interface CacheCardProps {
  answer: SyncAnswer | undefined
  error: Error | undefined
}

const SHOWN = 4
const stores: Record<CacheState['store'], string> = {
  memory: 'memory of this server',
  sqlite: 'SQLite file',
  redis: 'Redis',
}

/** A card. */
export function CacheCard({ answer, error }: CacheCardProps) {
  return (
    <section className="card" aria-label="Server cache">
      <div className="card-head">
        <h2>Server cache</h2>
        {answer === undefined ? null : <CacheBadge cache={answer.cache} />}
      </div>
      <div className="card-body">
        {answer === undefined ? <Missing error={error} lines={6} /> : <Pairs rows={rowsOf(answer.cache)} />}
        <Told />
      </div>
    </section>
  )
}

const tones: Record<CacheState['status'], Tone> = { ok: 'ok', degraded: 'warn', down: 'bad' }
const words: Record<CacheState['status'], string> = {
  ok: 'Healthy',
  degraded: 'Degraded',
  down: 'Store is away',
}

function CacheBadge({ cache }: { cache: CacheState }) {
  if (!cache.enabled) return <Badge dot>Switched off</Badge>
  return (
    <Badge tone={tones[cache.status]} dot>
      {words[cache.status]}
    </Badge>
  )
}

function rowsOf(cache: CacheState): [string, ReactNode][] {
  const { enabled, store, status, detail, since, entries, bytes, hitRatio, position } = cache
  if (!enabled) return [['Kept in', 'nothing: every read asks the database']]
  return [
    ['Kept in', stores[store]],
    ...(status === 'ok'
      ? []
      : [
          ['Meanwhile', 'answers come from this server’s memory'] as [string, ReactNode],
          ['Since', since === undefined ? 'unknown' : <Ago key="since" at={since} />] as [string, ReactNode],
          ['Reason', detail ?? 'unknown'] as [string, ReactNode],
        ]),
    ['Held', `${formatAmount(entries, 'answer')}, ${formatBytes(bytes)}`],
    ['Answered from it', formatPercent(hitRatio)],
    ['Log stands at', <Position key="log" text={position} />],
  ]
}

/** Opaque, and long: the end is what moves. */
export function Position({ text }: { text: string }) {
  const short = text.length > 18 ? `…${text.slice(-16)}` : text
  return (
    <code className="mono" title={text}>
      {short}
    </code>
  )
}

const lineTones: Record<PropagationLine['state'], Tone> = { done: 'ok', waiting: 'warn', failed: 'bad' }

/** The latest changes of this page; read out as they come. */
function Told() {
  const lines = useSyncExternalStore(propagationLog.subscribe, propagationLog.getSnapshot).slice(0, SHOWN)
  return (
    <div className="told">
      <h3>Told of changes made here</h3>
      {lines.length === 0 ? (
        <p className="quiet">
          Change or delete something: the server’s cache is told before the page asks again.
        </p>
      ) : (
        <ol aria-live="polite" data-testid="propagations">
          {lines.map((line) => (
            <li key={line.id}>
              <time className="num quiet" dateTime={new Date(line.at).toISOString()}>
                {formatClock(line.at)}
              </time>
              <Badge tone={lineTones[line.state]} dot>
                {outcomeOf(line)}
              </Badge>
              <span className="quiet truncate" title={line.error?.message ?? line.targets.join(', ')}>
                {line.targets.join(', ')}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

function outcomeOf({ state, invalidated, purge }: PropagationLine): string {
  if (state === 'waiting') return 'Not told yet'
  if (state === 'failed') return 'Could not be told'
  // A write of this server's own API has told the cache already, before it answered.
  const count = invalidated ? `Told, ${formatAmount(invalidated, 'answer')} stale` : 'Told, knew already'
  return purge === 'ok' ? `${count}, proxy too` : count
}
