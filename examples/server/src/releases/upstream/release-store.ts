/** The upstream's releases in its database: read, published, downloaded. */
import { DAY } from '../../data/activity.ts'
import type { Database } from '../../db/database.ts'
import { assetContent, digestOf } from './asset-content.ts'
import { pastReleases, type ReleaseDraft } from './release-notes.ts'

/** A release as the upstream's API answers it, in the manner of GitHub's. */
export interface UpstreamRelease {
  id: number
  tag_name: string
  name: string
  /** Notes in Markdown. */
  body: string
  draft: false
  prerelease: boolean
  /** ISO 8601. */
  published_at: string
  assets: UpstreamAsset[]
}

/** A file of a release. */
export interface UpstreamAsset {
  id: number
  name: string
  content_type: string
  size: number
  download_count: number
  /** `sha256:` and 64 hexadecimal digits. */
  digest: string
  /** Path of the download. */
  browser_download_path: string
}

const FILES = [
  ['windows-x64.msi', 'application/x-msi'],
  ['macos-universal.pkg', 'application/vnd.apple.installer+xml'],
  ['linux-x64.deb', 'application/vnd.debian.binary-package'],
  ['linux-arm64.deb', 'application/vnd.debian.binary-package'],
  ['sources.tar.gz', 'application/gzip'],
] as const

/** Puts the demo's past into an empty database. */
export function seedReleases(db: Database, now: number): void {
  db.transaction(() => {
    if (db.number('SELECT count(*) FROM releases') > 0) return
    for (const past of [...pastReleases].reverse()) {
      // Releases come out in working hours, not all at the minute of the first start.
      const at = now - past.daysAgo * DAY - (past.notes.length % 7) * 2_400_000
      addRelease(db, past, at, past.downloads)
    }
  })
}

/** The newest releases first. */
export function listReleases(db: Database, limit: number): UpstreamRelease[] {
  return db
    .all('SELECT * FROM releases ORDER BY published_at DESC, id DESC LIMIT ?', limit)
    .map((row) => toRelease(db, row))
}

/** The newest one that is no candidate. */
export function latestRelease(db: Database): UpstreamRelease | undefined {
  const row = db.get(
    'SELECT * FROM releases WHERE prerelease = 0 ORDER BY published_at DESC, id DESC LIMIT 1',
  )
  return row && toRelease(db, row)
}

/** Stores a release with all its files; answers it as it is told from now on. */
export function addRelease(
  db: Database,
  draft: ReleaseDraft,
  at: number,
  downloads: readonly number[] = [],
): UpstreamRelease {
  return db.transaction(() => {
    const id = db.run(
      'INSERT INTO releases (tag, name, notes, prerelease, published_at) VALUES (?, ?, ?, ?, ?)',
      draft.tag,
      draft.name,
      draft.notes,
      draft.prerelease ? 1 : 0,
      at,
    )
    for (const [index, [ending, type]] of FILES.entries()) {
      const name = `keyring-agent-${draft.tag.slice(1)}-${ending}`
      const content = assetContent(name)
      db.run(
        'INSERT INTO assets (release_id, name, content_type, size, digest, downloads) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        name,
        type,
        content.byteLength,
        digestOf(content),
        downloads[index] ?? 0,
      )
    }
    const row = db.get('SELECT * FROM releases WHERE id = ?', id)
    return toRelease(db, row ?? {})
  })
}

/** Counts a download and answers the file; undefined where there is none of that name. */
export function downloadAsset(db: Database, name: string): { type: string; content: Buffer } | undefined {
  const asset = db.get('SELECT id, content_type AS type FROM assets WHERE name = ?', name)
  if (asset === undefined) return undefined
  db.run('UPDATE assets SET downloads = downloads + 1 WHERE id = ?', Number(asset['id']))
  return { type: String(asset['type']), content: assetContent(name) }
}

function toRelease(db: Database, row: Record<string, unknown>): UpstreamRelease {
  const id = Number(row['id'])
  const tag = String(row['tag'])
  return {
    id,
    tag_name: tag,
    name: String(row['name']),
    body: String(row['notes']),
    draft: false,
    prerelease: row['prerelease'] === 1,
    published_at: new Date(Number(row['published_at'])).toISOString(),
    assets: db.all('SELECT * FROM assets WHERE release_id = ? ORDER BY id', id).map((asset) => ({
      id: Number(asset['id']),
      name: String(asset['name']),
      content_type: String(asset['content_type']),
      size: Number(asset['size']),
      download_count: Number(asset['downloads']),
      digest: String(asset['digest']),
      browser_download_path: `/keyring/agent/releases/download/${tag}/${String(asset['name'])}`,
    })),
  }
}
