/** What the upstream is expected to answer, checked: whatever else it says is garbage, and is not kept. */
import * as v from 'valibot'
import type { Release } from './releases-api.ts'
import { UpstreamError } from './upstream-error.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const assetSchema = v.pipe(
  v.object({
    id: count,
    name: v.pipe(v.string(), v.regex(/^[\w.+-]{1,200}$/)),
    content_type: v.pipe(v.string(), v.maxLength(200)),
    size: count,
    download_count: count,
    digest: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)),
    // Two slashes would begin another host's name.
    browser_download_path: v.pipe(v.string(), v.regex(/^\/(?!\/)[\w.+/-]{1,400}$/)),
  }),
  v.transform((asset) => ({
    id: asset.id,
    name: asset.name,
    platform: platformOf(asset.name),
    contentType: asset.content_type,
    size: asset.size,
    downloads: asset.download_count,
    sha256: asset.digest.slice('sha256:'.length),
    path: asset.browser_download_path,
  })),
)

const releaseSchema = v.pipe(
  v.object({
    id: count,
    tag_name: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
    name: v.pipe(v.string(), v.maxLength(200)),
    body: v.pipe(v.string(), v.maxLength(200_000)),
    draft: v.boolean(),
    prerelease: v.boolean(),
    published_at: v.pipe(v.string(), v.isoTimestamp()),
    assets: v.array(assetSchema),
  }),
  v.transform((release) => ({
    id: release.id,
    tag: release.tag_name,
    name: release.name,
    notes: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    publishedAt: Date.parse(release.published_at),
    assets: release.assets,
  })),
)

const listSchema = v.array(releaseSchema)

/** A release as it is kept: with the paths of its files, which pages are not told. */
export type KeptRelease = v.InferOutput<typeof releaseSchema>

/** The releases in an answer's body, newest first, drafts left out. Throws `garbage`. */
export async function readReleases(response: Response): Promise<KeptRelease[]> {
  let body: unknown
  try {
    body = await response.json()
  } catch (cause) {
    throw new UpstreamError('garbage', 'The upstream answered with something that is not JSON.', { cause })
  }
  const checked = v.safeParse(listSchema, body)
  if (!checked.success) {
    const [issue] = checked.issues
    const where = v.getDotPath(issue) ?? 'the answer'
    throw new UpstreamError('garbage', `The upstream’s answer makes no sense at ${where}.`)
  }
  return checked.output
    .filter(({ draft }) => !draft)
    .sort((a, b) => b.publishedAt - a.publishedAt || b.id - a.id)
}

/** As pages are told. */
export function toRelease({ draft: _draft, ...release }: KeptRelease): Release {
  return { ...release, assets: release.assets.map(({ path: _path, ...asset }) => asset) }
}

const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/windows|\.msi$|\.exe$/, 'Windows'],
  [/macos|darwin|\.pkg$|\.dmg$/, 'macOS'],
  [/linux.*arm64|arm64.*\.deb$/, 'Linux, ARM64'],
  [/linux|\.deb$|\.rpm$/, 'Linux, x64'],
  [/source/, 'Source code'],
]

function platformOf(name: string): string {
  return PLATFORMS.find(([pattern]) => pattern.test(name))?.[1] ?? 'Other'
}
