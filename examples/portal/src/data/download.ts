/** Downloads a file of a release, and looks whether it is the one that was published. */
import type { ErrorAnswer, ReleaseAsset } from '@freshline/example-server/api-types'

/** `unchecked`: the browser has no SHA-256 on pages that came without TLS. */
export type Verdict = 'verified' | 'corrupt' | 'unchecked'

/** After this long a download is given up, in milliseconds; the largest file takes seconds. */
const PATIENCE = 120_000

/** Gets it, checks it, and hands it to the browser to be saved; a corrupt one is not. */
export async function downloadAsset(asset: ReleaseAsset): Promise<Verdict> {
  const bytes = await getBytes(asset, AbortSignal.timeout(PATIENCE))
  const verdict = await verify(bytes, asset.sha256)
  if (verdict !== 'corrupt') save(bytes, asset)
  return verdict
}

async function getBytes({ id }: ReleaseAsset, signal: AbortSignal): Promise<ArrayBuffer> {
  try {
    const response = await fetch(`/api/releases/assets/${id}`, { cache: 'no-store', signal })
    if (response.ok) return await response.arrayBuffer()
    const body = (await response.json().catch(() => undefined)) as Partial<ErrorAnswer> | undefined
    throw new Error(body?.error?.message ?? 'The file could not be downloaded.')
  } catch (error) {
    if (signal.aborted) throw new Error('The file did not arrive in time. Try again.', { cause: error })
    throw error
  }
}

/** Compares what arrived with the checksum that the release told. */
export async function verify(bytes: ArrayBuffer, sha256: string): Promise<Verdict> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (subtle === undefined) return 'unchecked'
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex === sha256 ? 'verified' : 'corrupt'
}

function save(bytes: ArrayBuffer, { name, contentType }: ReleaseAsset): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: contentType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it by the end of the task; a while later for those that take their time.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
