/** Successful JSON answers: a strong ETag over the exact bytes, 304 where the client already holds them. */
import { createHash } from 'node:crypto'

/** Strong validator of a body. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
}

/** Entity tags of an `If-Match` or `If-None-Match` header, `W/` left off; `['*']` for any. */
export function parseTags(header: string): string[] {
  if (header.trim() === '*') return ['*']
  return header.match(/"[^"]*"/g) ?? []
}

/** Answers a read; to be kept by nobody but the client, and asked about every time. */
export function readAnswer(request: Request, data: unknown): Response {
  const body = JSON.stringify(data)
  const etag = etagOf(body)
  const headers = { 'cache-control': 'private, no-cache', etag }
  const held = request.headers.get('if-none-match')
  if (held !== null && parseTags(held).some((tag) => tag === '*' || tag === etag)) {
    return new Response(null, { status: 304, headers })
  }
  return new Response(body, { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } })
}

/** Answers a write. The ETag is that of the same record read later, so it can guard the next write. */
export function writeAnswer(data: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify(data)
  return new Response(body, {
    status,
    headers: {
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      etag: etagOf(body),
      ...headers,
    },
  })
}
