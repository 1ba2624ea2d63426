/** What of an answer a private cache may keep (RFC 9111 section 3). */
import { type CacheControl, parseCacheControl } from './cache-control'

/** Status codes whose answers may be kept, and guessed about, without a word from the server (RFC 9110 section 15.1). */
const HEURISTIC = /^(20[034]|30[018]|40[45]|41[04]|501)$/

/** Those, and the other redirections: what this cache knows how to handle. */
const UNDERSTOOD = /^(20[034]|30[0123478]|40[45]|41[04]|501)$/

/** Fields that speak of one connection only (section 3.1). */
const OF_THE_CONNECTION =
  /^(connection|keep-alive|proxy-(connection|auth.*)|te|trailer|transfer-encoding|upgrade)$/

/** Whether an answer of this status may be kept, or its lifetime guessed, where the server does not say. */
export function isHeuristic(status: number, control: CacheControl): boolean {
  return HEURISTIC.test(`${status}`) || control.has('public')
}

/**
 * Whether the answer to a GET may be kept. Not for the part of one, nor one that depends on what nobody knows:
 * this cache combines no parts, and never could use the other. `must-understand` outdoes `no-store` (5.2.2.3).
 */
export function isStorable(status: number, headers: Headers, control: CacheControl): boolean {
  if (status < 200 || status === 206 || status === 304) return false
  if (control.has('must-understand') ? !UNDERSTOOD.test(`${status}`) : control.has('no-store')) return false
  return (
    isHeuristic(status, control) || control.has('max-age') || control.has('private') || headers.has('expires')
  )
}

/** The fields to keep: none of the connection, none that may not be used again unasked (sections 3.1, 5.2.2.4). */
export function toKeptHeaders(headers: Headers): Headers {
  const control = parseCacheControl(headers.get('cache-control'))
  const kept = new Headers(headers)
  const listed = `${headers.get('connection') ?? ''},${control.get('no-cache') ?? ''}`.toLowerCase()
  const names = new Set(listed.split(',').map((name) => name.trim()))
  for (const name of [...headers.keys()]) {
    if (OF_THE_CONNECTION.test(name) || names.has(name)) kept.delete(name)
  }
  return kept
}
