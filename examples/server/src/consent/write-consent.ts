/** Writes to the consent banner: each in one transaction, guarded by the revision that its sender has seen. */
import type { PlacesAnswer } from '../api/places.ts'
import { bumpCounters } from '../data/counters.ts'
import type { Database } from '../db/database.ts'
import { ApiError } from '../http/api-error.ts'
import { parseTags } from '../http/json-answer.ts'
import type { BannerContent, ConsentAnswer, ConsentState } from './consent-contract.ts'
import { readConsent, readVersion } from './read-consent.ts'

/** Who writes to which site, and when. */
export interface ConsentWrite {
  db: Database
  site: string
  actor: string
  /** Epoch milliseconds. */
  at: number
  /** The request's `If-Match`; null writes whatever the revision is. */
  ifMatch: string | null
  /** Where script and page are. */
  places: PlacesAnswer
}

/** Keeps a draft. One that changes nothing writes nothing. */
export function saveDraft(write: ConsentWrite, draft: BannerContent): ConsentState {
  return change(write, () => ({ draft }))
}

/** Makes the draft what visitors see. 409 where that would change nothing and ask nobody. */
export function publishDraft(write: ConsentWrite, asksAgain: boolean): ConsentState {
  return change(write, ({ draft, hasChanges }) => {
    if (!hasChanges && !asksAgain) {
      throw new ApiError('conflict', 'There is nothing to publish: the draft is what visitors see.')
    }
    return { publish: draft, asksAgain }
  })
}

/** Publishes an earlier version's content once more, under the next version, and makes it the draft. */
export function restoreVersion(write: ConsentWrite, version: number): ConsentState {
  return change(write, ({ published }) => {
    const content = readVersion(write.db, write.site, version)
    if (version === published.version) {
      throw new ApiError('conflict', `Version ${version} is what visitors see.`)
    }
    return { draft: content, publish: content, restoredFrom: version }
  })
}

/** Counts an answer, and nothing about who gave it. 422 for a version that never was. */
export function countAnswer(db: Database, site: string, version: number, answer: ConsentAnswer): void {
  db.transaction(() => {
    readVersion(db, site, version)
    const column = answer === 'accept' ? 'accepted' : 'rejected'
    db.run(
      `UPDATE consent_versions SET ${column} = ${column} + 1 WHERE site = ? AND version = ?`,
      site,
      version,
    )
  })
}

/** What a write changes. */
interface Change {
  draft?: BannerContent
  publish?: BannerContent
  asksAgain?: boolean
  restoredFrom?: number
}

function change(write: ConsentWrite, decide: (current: ConsentState) => Change): ConsentState {
  const { db, site, at, places } = write
  return db.transaction(() => {
    const current = readConsent(db, site, places)
    checkRevision(write, current)
    const { draft, publish, asksAgain = false, restoredFrom } = decide(current)
    const isNewDraft = draft !== undefined && JSON.stringify(draft) !== JSON.stringify(current.draft)
    if (!isNewDraft && publish === undefined) return current
    if (publish !== undefined) insertVersion(write, current, publish, asksAgain, restoredFrom)
    db.run(
      'UPDATE consent_sites SET revision = revision + 1, draft = ?, draft_updated_at = ? WHERE site = ?',
      JSON.stringify(draft ?? current.draft),
      isNewDraft ? at : current.draftUpdatedAt,
      site,
    )
    // By this counter the cache is told, also after a crash in between.
    bumpCounters(db, ['consent'], at)
    return readConsent(db, site, places)
  })
}

function checkRevision({ ifMatch }: ConsentWrite, current: ConsentState): void {
  if (ifMatch === null) return
  const tags = parseTags(ifMatch)
  if (tags.includes('*') || tags.includes(`"${current.revision}"`)) return
  throw new ApiError('version_mismatch', 'Somebody else has changed this banner in the meantime.', {
    current,
  })
}

function insertVersion(
  { db, site, actor, at }: ConsentWrite,
  { published }: ConsentState,
  content: BannerContent,
  asksAgain: boolean,
  restoredFrom: number | undefined,
): void {
  const version = published.version + 1
  db.run(
    `INSERT INTO consent_versions
       (site, version, asks_since, published_at, published_by, restored_from, content)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    site,
    version,
    asksAgain ? version : published.asksSince,
    // After the version that it follows, whatever the clock did: the widget orders what it gets by this time.
    Math.max(at, published.publishedAt + 1),
    actor,
    restoredFrom ?? null,
    JSON.stringify(content),
  )
}
