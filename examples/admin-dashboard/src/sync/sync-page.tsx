/** The machinery in sight: what the manager holds and does, and how the server is. */
import { hashKey } from '@freshline/core'
import { useAutoSync, useSync, useSyncStatus } from '@freshline/react'
import { Pause } from 'lucide-react'
import { SectionHead } from '../app/section-head'
import { SyncBanner } from '../app/sync-banner'
import { server } from '../data/overview'
import { intervals } from '../data/pace'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { AnswerTimes } from './answer-times'
import { CacheCard } from './cache-card'
import { EntryTable } from './entry-table'
import { EventList } from './event-list'
import { FeedCard } from './feed-card'
import { FiguresStrip } from './figures-strip'
import { MetricsStrip } from './metrics-strip'
import { ServerCard } from './server-card'

/** The section. */
export function SyncPage() {
  const { data, error, isFetching, isOverdue, refresh } = useSync(server)
  const { entries } = useSyncStatus()
  const { enabled, setEnabled } = useAutoSync()
  const retry = () => void refresh({ force: true })
  return (
    <>
      <SectionHead
        title="Sync"
        description="Every resource the page keeps fresh, and what happened to it."
        dataKey={server.key}
        interval={intervals.server}
      />
      {enabled ? null : (
        <Banner
          tone="off"
          icon={<Pause size={16} aria-hidden />}
          title="Auto-sync is off."
          actions={
            <Button small onClick={() => setEnabled(true)}>
              Switch on
            </Button>
          }
        >
          Nothing is asked for until you refresh by hand.
        </Banner>
      )}
      <SyncBanner
        entryKey={hashKey(server.key)}
        error={error}
        isOverdue={isOverdue}
        isFetching={isFetching}
        hasData={data !== undefined}
        onRetry={retry}
      />
      <MetricsStrip />
      <FiguresStrip />
      <EntryTable entries={entries} />
      <div className="grid-2-1 grid-stretch">
        <AnswerTimes />
        <ServerCard answer={data} error={error} />
      </div>
      <div className="grid-2 grid-stretch">
        <CacheCard answer={data} error={error} />
        <FeedCard />
      </div>
      <EventList />
    </>
  )
}
