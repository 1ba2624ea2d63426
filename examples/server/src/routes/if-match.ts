/** Guards a write by the version that its sender has seen. */
import type { LicenseKey } from '../api-types.ts'
import type { Guard } from '../data/change.ts'
import { ApiError } from '../http/api-error.ts'
import { etagOf, parseTags } from '../http/json-answer.ts'

/** The guard that `If-Match` asks for, by version (`"3"`) or by ETag; 412 with the record as it is now. */
export function ifMatch(request: Request): Guard | undefined {
  const header = request.headers.get('if-match')
  if (header === null) return undefined
  const tags = parseTags(header)
  return (current) => {
    const known = ['*', `"${current.version}"`, etagOf(JSON.stringify(current))]
    if (tags.some((tag) => known.includes(tag))) return
    throw new ApiError('version_mismatch', 'Somebody else has changed this record in the meantime.', {
      current: current as unknown as LicenseKey,
    })
  }
}
