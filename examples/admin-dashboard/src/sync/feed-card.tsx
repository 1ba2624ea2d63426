/** The feed that keeps the license keys: what the last poll brought, and what that saved. */
import { useSync } from '@freshline/react'
import { useSyncExternalStore, type ReactNode } from 'react'
import { allKeys, keyFeedLog } from '../data/key-feed'
import type { FeedPoll } from '../data/feed-log'
import { formatAmount, formatBytes, formatCount } from '../format/number'
import { Ago } from '../ui/ago'
import { Badge } from '../ui/badge'
import { Position } from './cache-card'
import { Missing, Pairs } from './pairs'

/** A card. */
export function FeedCard() {
  const { data: held, error } = useSync(allKeys, { select: (keys) => keys.length })
  const { last, lastChange, polls, changes, bytes, loads, loadBytes } = useSyncExternalStore(
    keyFeedLog.subscribe,
    keyFeedLog.getSnapshot,
  )
  const rows: [string, ReactNode][] =
    last === undefined
      ? []
      : [
          ['Last poll', <Ago key="at" at={last.at} />],
          ['It brought', broughtBy(last)],
          ['Latest news', lastChange === undefined ? 'none yet' : <News key="news" poll={lastChange} />],
          ['Cursor', <Position key="cursor" text={last.cursor} />],
          ['Held here', held === undefined ? 'nothing yet' : formatAmount(held, 'license key')],
          ['Loaded in full', `${formatAmount(loads, 'time')}, ${formatBytes(loadBytes)}`],
          [
            'By changes since',
            `${formatCount(changes)} in ${formatAmount(polls, 'poll')}, ${formatBytes(bytes)}`,
          ],
        ]
  return (
    <section className="card" aria-label="License keys feed">
      <div className="card-head">
        <h2>License keys feed</h2>
        {error !== undefined ? (
          <Badge tone="bad" dot>
            Failing
          </Badge>
        ) : last === undefined ? null : (
          <Badge tone={last.isReset ? 'accent' : 'ok'} dot>
            {last.isReset ? 'Loaded in full' : 'Following'}
          </Badge>
        )}
      </div>
      <div className="card-body" data-testid="feed">
        {last === undefined ? <Missing error={error} lines={7} /> : <Pairs rows={rows} />}
        {last === undefined || loads === 0 || polls <= loads ? null : (
          <p className="feed-saved quiet">
            {`A poll took ${formatBytes(Math.round(bytes / polls))} on average; the whole list takes ${formatBytes(loadBytes)}.`}
          </p>
        )}
      </div>
    </section>
  )
}

function News({ poll }: { poll: FeedPoll }) {
  return (
    <>
      {`${broughtBy(poll)}, `}
      <Ago at={poll.at} />
    </>
  )
}

/** "3 changes, 1 deletion among them" */
export function broughtBy({ changes, deletions, isReset }: FeedPoll): string {
  if (isReset) return 'a new cursor; all keys were loaded'
  if (changes === 0) return 'nothing new'
  const said = formatAmount(changes, 'change')
  if (deletions === 0) return said
  return deletions === changes
    ? formatAmount(deletions, 'deletion')
    : `${said}, ${formatAmount(deletions, 'deletion')} among them`
}
