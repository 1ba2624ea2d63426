/** What of an answer a private cache may keep (RFC 9111 section 3). */
import { type CacheControl, parseCacheControl } from './cache-control'
import { readVary } from './vary'

/** Status codes whose answers may be kept, and guessed about, without a word from the server (RFC 9110 section 15.1). */
const HEURISTIC = /20[034]|30[018]|40[45]|41[04]|501/

/** Fields that speak of one connection only (section 3.1). */
const OF_THE_CONNECTION = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/

/** Whether an answer of this status may be kept, or its lifetime guessed, where the server does not say. */
export function isHeuristic(status: number, control: CacheControl): boolean {
  return HEURISTIC.test(`${status}`) || control.has('public')
}

/**
 * Whether the answer to a GET may be kept. Not the part of one, as this cache combines none, nor one that depends on
 * what nobody knows. `must-understand` outdoes `no-store` where the status is understood (section 5.2.2.3).
 */
export function isStorable({ status, headers }: { status: number; headers: Headers }): boolean {
  const control = parseCacheControl(headers.get('cache-control'))
  if (status < 200 || status === 206 || status === 304 || readVary(headers).includes('*')) return false
  if (control.has('must-understand') ? !HEURISTIC.test(`${status}`) : control.has('no-store')) return false
  return (
    isHeuristic(status, control) || control.has('max-age') || control.has('private') || headers.has('expires')
  )
}

/** The fields to keep: none of the connection, none that may not be used again unasked (sections 3.1, 5.2.2.4). */
export function toKeptHeaders(headers: Headers): Headers {
  const listed = parseCacheControl(headers.get('cache-control')).get('no-cache')
  const names = `${headers.get('connection')},${listed}`.toLowerCase().split(/[\s,]/)
  return new Headers([...headers].filter(([name]) => !OF_THE_CONNECTION.test(name) && !names.includes(name)))
}
