/** The server in figures: how it is, what it is asked, what its cache saves it, and what went wrong. */
import { useSync } from '@freshline/react'
import { SectionHead } from '../app/section-head'
import { SyncBanner } from '../app/sync-banner'
import { errors, metrics, routes, status } from '../data/monitoring'
import { intervals } from '../data/pace'
import { hashKey } from '@freshline/core'
import { AlertList } from './alert-list'
import { ErrorList } from './error-list'
import { HealthCard } from './health-card'
import { RouteTable } from './route-table'
import { SlowList } from './slow-list'
import { ErrorRateChart, HitRatioChart, LatencyChart, RequestsChart } from './traffic-charts'
import { TrafficFacts } from './traffic-facts'
import { TwoCaches } from './two-caches'

/** The section. */
export function MonitoringPage() {
  const { data, error, isFetching, isOverdue, refresh } = useSync(status)
  const others = [useSync(metrics), useSync(routes), useSync(errors)]
  const refreshRest = () => {
    for (const reading of others) void reading.refresh({ force: true })
  }
  const retry = () => {
    void refresh({ force: true })
    refreshRest()
  }
  return (
    <>
      <SectionHead
        title="Monitoring"
        description="The server behind this page: its health, its traffic, its cache and its errors."
        dataKey={status.key}
        interval={intervals.monitoring}
        onRefresh={refreshRest}
      />
      <SyncBanner
        entryKey={hashKey(status.key)}
        error={error}
        isOverdue={isOverdue}
        isFetching={isFetching}
        hasData={data !== undefined}
        onRetry={retry}
      />
      <AlertList alerts={data?.alerts ?? []} />
      <HealthCard />
      <TrafficFacts />
      <div className="grid-2">
        <RequestsChart />
        <LatencyChart />
        <HitRatioChart />
        <ErrorRateChart />
      </div>
      <TwoCaches />
      <RouteTable />
      <div className="grid-2 grid-stretch">
        <SlowList />
        <ErrorList />
      </div>
    </>
  )
}
