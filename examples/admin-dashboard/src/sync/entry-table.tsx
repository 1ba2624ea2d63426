/** One row per key: how fresh it is, when it is asked for, what went wrong, and buttons to step in. */
import type { SyncStatus } from '@freshline/core'
import { useDataSync, useFreshness } from '@freshline/react'
import { CircleSlash, Pause, Play, RefreshCw } from 'lucide-react'
import { formatAmount } from '../format/number'
import { formatDateTime } from '../format/time'
import { Ago } from '../ui/ago'
import { Badge } from '../ui/badge'
import { IconButton } from '../ui/button'
import { shareLeft } from './share-left'
import { useNow } from '../ui/use-now'

/** A card. */
export function EntryTable({ entries }: { entries: readonly SyncStatus[] }) {
  return (
    <section className="card table-card" aria-label="Resources">
      <div className="card-head entry-head">
        <h2>Resources</h2>
        <span className="card-note num">{formatAmount(entries.length, 'key')}</span>
      </div>
      <table className="table entry-table">
        <caption className="sr-only">Resources</caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Freshness</th>
            <th scope="col" className="col-2">
              Last sync
            </th>
            <th scope="col" className="col-1">
              Next sync
            </th>
            <th scope="col" className="end col-3">
              Watchers
            </th>
            <th scope="col" className="end col-2">
              Failures
            </th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.key} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function EntryRow({ entry }: { entry: SyncStatus }) {
  const { key, enabled, failures, lastError, lastSync, nextSync, subscribers } = entry
  return (
    <tr data-key={key}>
      <td className="entry-key">
        <code className="mono">{key}</code>
        {lastError === null ? null : <span className="entry-error">{lastError}</span>}
      </td>
      <td>
        <FreshnessBar entry={entry} />
      </td>
      <td className="col-2 num">
        {lastSync === null ? <span className="quiet">Never</span> : <Ago at={lastSync.getTime()} />}
      </td>
      <td className="col-1 num">
        {nextSync === null ? <span className="quiet">—</span> : <NextSync at={nextSync.getTime()} />}
      </td>
      <td className="end num col-3">{subscribers}</td>
      <td className="end num col-2">
        {failures === 0 ? <span className="quiet">0</span> : <Badge tone="bad">{failures}</Badge>}
      </td>
      <td>
        <EntryActions entryKey={key} enabled={enabled} />
      </td>
    </tr>
  )
}

function EntryActions({ entryKey, enabled }: { entryKey: string; enabled: boolean }) {
  const manager = useDataSync()
  return (
    <span className="row-actions row-actions-shown">
      <IconButton
        label={`Refresh ${entryKey}`}
        small
        onClick={() => void manager.refresh(entryKey, { force: true })}
      >
        <RefreshCw size={14} aria-hidden />
      </IconButton>
      <IconButton label={`Invalidate ${entryKey}`} small onClick={() => void manager.invalidate(entryKey)}>
        <CircleSlash size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={enabled ? `Pause ${entryKey}` : `Resume ${entryKey}`}
        small
        onClick={() => manager.setEnabled(entryKey, !enabled)}
      >
        {enabled ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
      </IconButton>
    </span>
  )
}

const tones = { fresh: 'ok', stale: 'warn', empty: 'off' } as const
const words = { fresh: 'Fresh', stale: 'Stale', empty: 'Empty' } as const

/** The bar runs empty as the data's fresh time passes. */
function FreshnessBar({ entry }: { entry: SyncStatus }) {
  const { freshness, updatedAt, expiresAt, isOverdue } = useFreshness(entry.key)
  const share = shareLeft(updatedAt, expiresAt, useNow())
  return (
    <span className={`entry-bar entry-bar-${freshness}`}>
      <span className="entry-track" aria-hidden>
        <span style={{ scale: `${freshness === 'fresh' ? share : 1} 1` }} />
      </span>
      {entry.enabled ? (
        <Badge tone={isOverdue ? 'bad' : tones[freshness]}>{isOverdue ? 'Overdue' : words[freshness]}</Badge>
      ) : (
        <Badge>Paused</Badge>
      )}
    </span>
  )
}

function NextSync({ at }: { at: number }) {
  const now = useNow()
  if (at <= now + 1_000) return <span title={formatDateTime(at)}>due</span>
  return <Ago at={at} ahead />
}
