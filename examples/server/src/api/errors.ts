/** Body of every answer that is a failure. */
import type { ConsentState } from '../consent/consent-contract.ts'
import type { SourceState } from '../releases/releases-api.ts'
import type { AdminUser, Customer, LicenseKey } from './records.ts'

/** Stable codes of `ErrorAnswer`, with their HTTP status. */
export type ErrorCode =
  | 'invalid_query' // 400
  | 'invalid_json' // 400
  | 'invalid_path' // 400
  | 'forbidden_origin' // 403
  | 'not_found' // 404
  | 'method_not_allowed' // 405
  | 'conflict' // 409: e-mail taken, customer still holds keys, last owner
  | 'version_mismatch' // 412: If-Match names another version
  | 'body_too_large' // 413: over 64 KiB
  | 'unsupported_media_type' // 415: not application/json
  | 'validation_failed' // 422, with fields
  | 'rate_limited' // 429: too many license checks or visitors' answers, or a fault
  | 'internal' // 500, also a fault
  | 'shutting_down' // 503
  | 'upstream_unavailable' // 503: releases cannot be asked for, and none are kept

/** Body of every answer from 400 up. */
export interface ErrorAnswer {
  error: {
    code: ErrorCode
    /** A sentence that can be shown to people. */
    message: string
    /** Message by member, for 400 and 422. */
    fields?: Record<string, string>
    /** The record as it is now, for 412. */
    current?: LicenseKey | Customer | AdminUser | ConsentState
    /** Why releases cannot be told, for 503. */
    source?: SourceState
  }
}
