/**
 * Why a key is as it is: why it is fresh or stale, why it was asked last, when it is asked next and what keeps
 * it from that. Pure: facts in, sentences out.
 */
import type { Freshness } from '@freshline/core'
import type { PastEvent } from './history'
import { holdOf, type Facts, type HeldBy } from './holds'
import { reasonWords } from './reason-words'
import { ago, duration, until } from './time-words'

/** What `explain` answers. The texts are whole sentences. */
export interface Explanation {
  /** The canonical key. */
  readonly key: string
  /** Whether it is registered, watched or held. */
  readonly isKnown: boolean
  /** Freshness of what is held. */
  readonly freshness: Freshness
  /** Why it is fresh, stale or empty. */
  readonly why: string
  /** Why and when it was asked last, and what came of it. */
  readonly asked: string
  /** When it is asked next, or why not. */
  readonly next: string
  /** What keeps it from asking by itself; undefined: nothing. */
  readonly heldBy: HeldBy | undefined
  /** The message of the last error that no success has followed. */
  readonly error: string | undefined
}

/** What came of a request. */
const ENDS: Readonly<Record<string, string>> = {
  success: 'the answer changed the data',
  unchanged: 'the answer was what was held already',
  error: 'it failed',
  superseded: 'the answer was refused, because something newer was held',
}

/** Explains a key. */
export function explain(facts: Facts): Explanation {
  const { key, row, snapshot } = facts
  const hold = holdOf(facts)
  const isKnown = row !== undefined || snapshot.key !== ''
  return {
    key,
    isKnown,
    freshness: snapshot.freshness,
    why: isKnown ? why(facts) : 'Nothing is known of this key.',
    asked: asked(facts),
    next: next(facts, hold?.text),
    heldBy: hold?.by,
    error: (facts.probed?.request?.error ?? snapshot.error)?.message,
  }
}

function why(facts: Facts): string {
  const { snapshot, now } = facts
  if (snapshot.freshness === 'empty') return whyEmpty(facts)
  const { updatedAt = now, expiresAt = now } = snapshot
  if (snapshot.freshness === 'stale') return whyStale(facts, updatedAt, expiresAt)
  const source = snapshot.source === 'optimistic' ? 'shows what a mutation under way expects, ' : ''
  return `It is fresh for ${expiresAt === Infinity ? '' : 'another '}${duration(expiresAt - now)}: ${source}confirmed ${ago(updatedAt, now)}.`
}

function whyEmpty(facts: Facts): string {
  const { key, snapshot, history, now } = facts
  if (snapshot.error) return `Nothing is held: ${requests(snapshot.failureCount)} failed, none has succeeded.`
  const removed = history.last(key, 'removed')
  if (removed && !hasAnsweredSince(history, key, removed)) {
    return `Nothing is held: the data left the cache ${ago(removed.at, now)} (${removed.reason ?? 'removed'}).`
  }
  const failed = failedSoFar(facts)
  if (snapshot.isFetching) return `Nothing is held yet: the first request ${failed ?? 'is under way'}.`
  return 'Nothing is held: no request has ended yet.'
}

function whyStale(facts: Facts, updatedAt: number, expiresAt: number): string {
  const { key, snapshot, history, now } = facts
  const late = snapshot.isOverdue ? ' It is overdue.' : ''
  if (snapshot.source === undefined) return `It shows its fallback: no request has succeeded.${late}`
  const invalidated = history.last(key, 'invalidated')
  if (invalidated && !hasAnsweredSince(history, key, invalidated)) {
    return `It is stale: invalidated ${ago(invalidated.at, now)} by ${invalidatedBy(invalidated)}.${late}`
  }
  if (expiresAt > updatedAt) {
    return `It is stale: its lifetime of ${duration(expiresAt - updatedAt)} ended ${ago(expiresAt, now)}.${late}`
  }
  if (invalidated && wasUnderWay(history.eventsOf(key), invalidated)) {
    return `It is stale: invalidated by ${invalidatedBy(invalidated)} while the request that brought it was under way.${late}`
  }
  return `It is stale: it has no lifetime (ttl 0), so it is stale as soon as it arrives.${late}`
}

function invalidatedBy({ reason }: PastEvent): string {
  return reason === 'mutation' ? 'a mutation that named it' : 'a call of invalidate()'
}

function hasAnsweredSince(history: Facts['history'], key: string, event: PastEvent): boolean {
  const answers = [history.last(key, 'success'), history.last(key, 'unchanged')]
  return answers.some((answer) => answer !== undefined && answer.order > event.order)
}

/** Whether the request that was answered last began before an event and ended after it. */
function wasUnderWay(events: readonly PastEvent[], event: PastEvent): boolean {
  const newestFirst = [...events].reverse()
  const end = newestFirst.find(({ type }) => type === 'success' || type === 'unchanged')
  const start = end && newestFirst.find(({ type, order }) => type === 'fetching' && order < end.order)
  return start !== undefined && start.order < event.order && event.order < (end?.order ?? 0)
}

function asked(facts: Facts): string {
  const { key, row, snapshot, history, namedAt, now } = facts
  const last = history.last(key, 'fetching')
  if (!last) {
    if (row?.lastSync) return `It was answered ${ago(row.lastSync.getTime(), now)}, before the devtools came.`
    if (namedAt !== undefined)
      return `A mutation named it ${ago(namedAt, now)}, when nothing was held under it.`
    return 'It has not been asked since the devtools came.'
  }
  const reason = reasonWords(last.reason)
  const end = history.eventsOf(key).find(({ type, order }) => type in ENDS && order > last.order)
  const message = end?.message ? ` (${end.message})` : ''
  const failed = failedSoFar(facts)
  const waiting = failed ? `it ${failed}, and is tried again ${triedAgain(facts)}` : 'no answer yet'
  const missing =
    snapshot.activity === 'idle' && !facts.probed?.request ? 'it was given up before an answer came' : waiting
  const outcome = end ? `${outcomeOf(end)}${message}, ${duration(end.at - last.at)} later` : missing
  return `It was asked ${ago(last.at, now)} because ${reason}; ${outcome}.`
}

/** A 304 is told from an answer that was sent in full. */
function outcomeOf({ type, source }: PastEvent): string | undefined {
  const isNotModified = type === 'unchanged' && source === 'revalidated'
  return isNotModified ? 'the server said that nothing has changed (304)' : ENDS[type]
}

/** What has failed of a request that is repeated; undefined where nothing has. */
function failedSoFar({ probed }: Facts): string | undefined {
  const { failures = 0 } = probed?.request ?? {}
  if (failures === 0) return undefined
  return `has failed ${failures === 1 ? 'once' : `${failures} times`}`
}

function triedAgain({ probed, now }: Facts): string {
  return until(probed?.request?.nextAt ?? now, now)
}

function next(facts: Facts, held: string | undefined): string {
  const { probed, row, snapshot, now } = facts
  if (held !== undefined) return `It is not asked by itself: ${held}.`
  if (probed?.request?.nextAt !== undefined) return `It is tried again ${triedAgain(facts)}.`
  if (snapshot.isFetching) return 'A request is under way.'
  if (!row?.nextSync) {
    return 'It has no interval: it is asked on refresh, on invalidation, or when the page or the network returns.'
  }
  const at = row.nextSync.getTime()
  const time = `${until(at, now)} (${row.nextSync.toLocaleTimeString()})`
  if (row.failures === 0) return `It is asked next ${time}.`
  return `It is backing off after ${row.failures} ${row.failures === 1 ? 'failure' : 'failures in a row'}: it is asked next ${time}.`
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`
}
