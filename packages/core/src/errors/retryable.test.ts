import { describe, expect, it } from 'vitest'
import { CodedError } from '../base/coded-error'
import { OptionError } from '../base/option-error'
import { AbortedError } from './aborted-error'
import { HttpError } from './http-error'
import { NetworkError } from './network-error'
import { ParseError } from './parse-error'
import { isDefiniteRejection, isRetryable, retryAfterOf } from './retryable'
import { TimeoutError } from './timeout-error'
import { UnknownError } from './unknown-error'
import { ValidationError } from './validation-error'

const http = (status: number, retryAfter?: number) =>
  new HttpError('m', { status, headers: new Headers(), retryAfter })

describe('isRetryable', () => {
  it.each([408, 425, 429, 500, 501, 502, 503, 504, 599])('asks again after %i', (status) => {
    expect(isRetryable(http(status))).toBe(true)
  })

  it.each([0, 300, 304, 400, 401, 403, 404, 409, 410, 412, 418, 422, 451])('gives up after %i', (status) => {
    expect(isRetryable(http(status))).toBe(false)
  })

  it('asks again after what may pass', () => {
    expect(isRetryable(new NetworkError('m'))).toBe(true)
    expect(isRetryable(new TimeoutError('m'))).toBe(true)
    expect(isRetryable(new ParseError('m', { excerpt: '' }))).toBe(true)
    expect(isRetryable(new UnknownError('m'))).toBe(true)
    expect(isRetryable(new TypeError('Failed to fetch'))).toBe(true)
    for (const thrown of ['text', 0, null, undefined, {}]) expect(isRetryable(thrown)).toBe(true)
  })

  it('gives up on what will not change', () => {
    expect(isRetryable(new ValidationError('m', { issues: [] }))).toBe(false)
    expect(isRetryable(new AbortedError('m'))).toBe(false)
    expect(isRetryable(new DOMException('gone', 'AbortError'))).toBe(false)
    expect(isRetryable(new OptionError('a', 1, 'b'))).toBe(false)
    expect(isRetryable(new CodedError('invalid_key', 'm'))).toBe(false)
  })
})

describe('retryAfterOf', () => {
  it('answers milliseconds where the server said so', () => {
    expect(retryAfterOf(http(429, 5000))).toBe(5000)
    expect(retryAfterOf(http(503, 0))).toBe(0)
    expect(retryAfterOf(http(503))).toBeUndefined()
    expect(retryAfterOf(new NetworkError('m'))).toBeUndefined()
    expect(retryAfterOf(undefined)).toBeUndefined()
  })
})

describe('isDefiniteRejection', () => {
  it('is true where the server surely did nothing', () => {
    for (const status of [400, 401, 403, 404, 409, 412, 422])
      expect(isDefiniteRejection(http(status))).toBe(true)
    for (const status of [0, 304, 408, 425, 429, 500, 503])
      expect(isDefiniteRejection(http(status))).toBe(false)
    for (const error of [new NetworkError('m'), new AbortedError('m'), new Error('m'), null]) {
      expect(isDefiniteRejection(error)).toBe(false)
    }
  })
})
