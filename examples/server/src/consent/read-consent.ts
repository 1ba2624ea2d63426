/** Reads of the consent banner: what is published, and everything that its editor works with. */
import type { PlacesAnswer } from '../api/places.ts'
import { ApiError } from '../http/api-error.ts'
import type { Database } from '../db/database.ts'
import type { BannerContent, BannerVersion, ConsentState, PublishedBanner } from './consent-contract.ts'

/** Versions that an editor is shown. */
const SHOWN = 50

/** The banner as it is published, or 404. */
export function readPublished(db: Database, site: string): PublishedBanner {
  const row = db.get(
    `SELECT site, version, asks_since AS asksSince, published_at AS publishedAt, content
     FROM consent_versions WHERE site = ? ORDER BY version DESC LIMIT 1`,
    site,
  )
  if (row === undefined) throw new ApiError('not_found', 'There is no banner for this site.')
  return { ...row, content: toContent(row['content']) } as PublishedBanner
}

/** The content of one version, or 422 where there is none. */
export function readVersion(db: Database, site: string, version: number): BannerContent {
  const row = db.get('SELECT content FROM consent_versions WHERE site = ? AND version = ?', site, version)
  if (row !== undefined) return toContent(row['content'])
  const fields = { version: `There is no version ${version}.` }
  throw new ApiError('validation_failed', fields.version, { fields })
}

/** Draft, published banner and history, or 404. */
export function readConsent(db: Database, site: string, places: PlacesAnswer): ConsentState {
  const row = db.get(
    'SELECT revision, draft, draft_updated_at AS draftUpdatedAt FROM consent_sites WHERE site = ?',
    site,
  )
  if (row === undefined) throw new ApiError('not_found', 'There is no banner for this site.')
  const draft = toContent(row['draft'])
  const published = readPublished(db, site)
  return {
    site,
    revision: Number(row['revision']),
    draft,
    draftUpdatedAt: Number(row['draftUpdatedAt']),
    hasChanges: !isSameContent(draft, published.content),
    published,
    versions: readVersions(db, site),
    cdnUrl: places.proxy,
    pageUrl: places.hostPage,
  }
}

/** Whether two contents say the same, whatever the order of their members. */
export function isSameContent(one: BannerContent, other: BannerContent): boolean {
  return (Object.keys(one) as (keyof BannerContent)[]).every((name) => one[name] === other[name])
}

function readVersions(db: Database, site: string): BannerVersion[] {
  const rows = db.all(
    `SELECT version, asks_since AS asksSince, published_at AS publishedAt, published_by AS publishedBy,
       restored_from AS restoredFrom, content, accepted, rejected
     FROM consent_versions WHERE site = ? ORDER BY version DESC LIMIT ?`,
    site,
    SHOWN,
  )
  return rows.map(({ asksSince, accepted, rejected, content, ...row }) => ({
    ...(row as Pick<BannerVersion, 'version' | 'publishedAt' | 'publishedBy' | 'restoredFrom'>),
    asksAgain: asksSince === row['version'],
    content: toContent(content),
    answers: { accept: Number(accepted), reject: Number(rejected) },
  }))
}

function toContent(stored: unknown): BannerContent {
  return JSON.parse(String(stored)) as BannerContent
}
