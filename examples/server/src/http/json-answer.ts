/** Successful JSON answers: a strong ETag over the exact bytes, 304 where the client already holds them. */
import { createHash } from 'node:crypto'
import { conditional } from '@freshline/server'

/** Strong validator of a body. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
}

/** Entity tags of an `If-Match` or `If-None-Match` header, `W/` left off; `['*']` for any. */
export function parseTags(header: string): string[] {
  if (header.trim() === '*') return ['*']
  return header.match(/"[^"]*"/g) ?? []
}

const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * Answers a read, with 304 where the client holds the same bytes. The client asks every time; for `sharedFor`
 * milliseconds a proxy that is told of changes need not.
 */
export function readAnswer(request: Request, data: unknown, sharedFor = 0): Promise<Response> {
  const body = JSON.stringify(data)
  const kept = sharedFor > 0 ? { maxAge: 0, sMaxage: sharedFor, mustRevalidate: true } : { private: true }
  return conditional(request, body, { ...kept, contentType: JSON_TYPE, etag: etagOf(body) })
}

/** Answers a write. The ETag is that of the same record read later, so it can guard the next write. */
export function writeAnswer(
  request: Request,
  data: unknown,
  status = 200,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = JSON.stringify(data)
  // What the write depended on was looked at before it was made.
  const made = { status, headers, noStore: true, preconditions: false }
  return conditional(request, body, { ...made, contentType: JSON_TYPE, etag: etagOf(body) })
}
