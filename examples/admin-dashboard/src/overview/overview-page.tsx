/** The state of the business at a glance. */
import type { StatsAnswer } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import { CloudOff } from 'lucide-react'
import { SectionHead } from '../app/section-head'
import { SyncBanner } from '../app/sync-banner'
import { audit, stats } from '../data/overview'
import { intervals } from '../data/pace'
import { EmptyState } from '../ui/empty-state'
import { ActivityFeed } from './activity-feed'
import { Facts } from './facts'
import { OverviewSkeleton } from './overview-skeleton'
import { ShareCard } from './share-card'
import { StatTiles } from './stat-tiles'
import { ActivationsChart, RevenueChart, ValidationsChart } from './stat-charts'

/** The section. */
export function OverviewPage() {
  const { data, error, isFetching, isOverdue, refresh } = useSync(stats)
  const feed = useSync(audit)
  const refreshRest = () => void feed.refresh({ force: true })
  const retry = () => {
    void refresh({ force: true })
    refreshRest()
  }
  return (
    <>
      <SectionHead
        title="Overview"
        description="Licenses, activity and revenue across all products."
        dataKey={stats.key}
        interval={intervals.stats}
        onRefresh={refreshRest}
      />
      <SyncBanner
        entryKey="stats"
        error={error}
        isOverdue={isOverdue}
        isFetching={isFetching}
        hasData={data !== undefined}
        onRetry={retry}
      />
      {data !== undefined ? (
        <Figures answer={data} />
      ) : error === undefined ? (
        <OverviewSkeleton />
      ) : (
        <div className="card">
          <EmptyState icon={<CloudOff size={20} aria-hidden />} title="The figures could not be loaded">
            They will be here as soon as the server answers; the page keeps trying.
          </EmptyState>
        </div>
      )}
      {data === undefined ? null : (
        <div className="grid-2-1">
          <ActivityFeed audit={feed.data} error={feed.error} />
          <ShareCard stats={data} />
        </div>
      )}
    </>
  )
}

function Figures({ answer }: { answer: StatsAnswer }) {
  return (
    <>
      <StatTiles stats={answer} />
      <Facts totals={answer.totals} />
      <div className="grid-2">
        <RevenueChart daily={answer.daily} />
        <ActivationsChart daily={answer.daily} />
      </div>
      <ValidationsChart hourly={answer.hourly} />
    </>
  )
}
