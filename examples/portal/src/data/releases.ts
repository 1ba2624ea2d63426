/** What the page reads of releases, and how often. */
import { defineResource, httpResource, type Resource, type Snapshot } from '@freshline/core'
import type { LatestReleaseAnswer, ReleaseListAnswer, SourceState } from '@freshline/example-server/api-types'
import { intervals } from './pace'

/**
 * When to ask next: every five minutes, and sooner where the release service could not be asked. Our server says when
 * it will try again; to ask before that would bring nothing new, and to wait for longer would leave the page old.
 */
export function releaseInterval(source: SourceState | undefined): number {
  if (source === undefined || !source.stale) return intervals.releases
  const wait = source.retryAt === null ? 0 : source.retryAt - source.at
  return Math.min(intervals.releases, Math.max(intervals.recovery, wait))
}

function releasesAt<T extends { source: SourceState }>(key: string, path: string): Resource<T> {
  return defineResource<T>({
    // A group of their own: that the release service wants a pause is no reason to leave the rest of our server alone.
    ...httpResource<T>(path, { key, origin: 'releases' }),
    interval: ({ data }: Snapshot<T>) => releaseInterval(data?.source),
    // The server counts from when the release service confirmed it, which may be long before it was asked for here.
    ttl: 'http',
    // Costs nothing while nothing has changed, so every return may ask.
    refreshOnVisible: 'always',
    // Somebody looks at the page: better to say soon that it failed than to try for long.
    retry: 1,
    timeout: 15_000,
  })
}

/** The newest release that is no candidate. */
export const latestRelease = releasesAt<LatestReleaseAnswer>('releases:latest', '/api/releases/latest')

/** The newest releases, candidates among them. */
export const releaseList = releasesAt<ReleaseListAnswer>('releases:list', '/api/releases')
