/** A failure with a stable code that becomes a JSON answer. Anything else that is thrown is a 500 without details. */
import type { ErrorAnswer, ErrorCode } from '../api-types.ts'

const statusOf: Record<ErrorCode, number> = {
  invalid_query: 400,
  invalid_json: 400,
  invalid_path: 400,
  forbidden_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  version_mismatch: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  rate_limited: 429,
  internal: 500,
  shutting_down: 503,
  upstream_unavailable: 503,
}

/** What an `ApiError` may carry besides code and message. */
export interface ApiErrorExtras extends Pick<ErrorAnswer['error'], 'fields' | 'current' | 'source'> {
  /** Headers of the answer, such as `allow`. */
  headers?: Record<string, string>
}

/** Thrown by routes and everything below them. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly extras: ApiErrorExtras

  constructor(code: ErrorCode, message: string, extras: ApiErrorExtras = {}) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.extras = extras
  }

  /** HTTP status of the code. */
  get status(): number {
    return statusOf[this.code]
  }

  /** The answer that tells a client. */
  toResponse(): Response {
    const { headers, ...members } = this.extras
    const body: ErrorAnswer = { error: { code: this.code, message: this.message, ...members } }
    return Response.json(body, { status: this.status, headers: { 'cache-control': 'no-store', ...headers } })
  }
}
