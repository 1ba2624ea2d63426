import { describe, expect, it } from 'vitest'
import { CodedError } from '../base/coded-error'
import { AbortedError } from './aborted-error'
import { errorCatalogue } from './catalogue'
import { HttpError } from './http-error'
import { NetworkError } from './network-error'
import { ParseError } from './parse-error'
import { SyncError } from './sync-error'
import { TimeoutError } from './timeout-error'
import { UnknownError } from './unknown-error'
import { ValidationError } from './validation-error'

const cause = new Error('underneath')
const headers = new Headers({ 'x-request': '1' })
const all: [string, SyncError][] = [
  ['network', new NetworkError('m', { cause })],
  ['timeout', new TimeoutError('m', { cause })],
  ['http_status', new HttpError('m', { status: 500, headers, body: { a: 1 }, retryAfter: 5, cause })],
  ['parse', new ParseError('m', { excerpt: '<html', cause })],
  ['validation', new ValidationError('m', { issues: [{ message: 'no' }], cause })],
  ['aborted', new AbortedError('m', { cause })],
  ['unknown', new UnknownError('m', { cause })],
]

describe('errors', () => {
  it.each(all)('%s has its code, its cause, and texts for developers and people', (code, error) => {
    expect(error).toBeInstanceOf(SyncError)
    expect(error).toBeInstanceOf(CodedError)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ code, message: 'm', cause, name: error.constructor.name })
    expect(error.userMessage).toMatch(/^[A-Z].*\.$/)
    expect(Object.keys(errorCatalogue)).toContain(code)
  })

  it('has no cause where none was given', () => {
    expect('cause' in new NetworkError('m')).toBe(false)
    expect('cause' in new HttpError('m', { status: 404, headers })).toBe(false)
  })

  it('keeps what the server said', () => {
    expect(all[2]?.[1]).toMatchObject({ status: 500, headers, body: { a: 1 }, retryAfter: 5 })
    expect(all[3]?.[1]).toMatchObject({ excerpt: '<html' })
    expect(all[4]?.[1]).toMatchObject({ issues: [{ message: 'no' }] })
  })

  it('tells people what a status means for them', () => {
    const tell = (status: number) => new HttpError('m', { status, headers }).userMessage
    expect(tell(503)).toMatch(/server has a problem/)
    expect(tell(429)).toMatch(/Too many requests/)
    expect(tell(404)).toMatch(/found/)
    expect(tell(401)).toBe(tell(403))
    expect(tell(400)).toMatch(/refused/)
    expect(new Set([500, 429, 404, 403, 400].map(tell)).size).toBe(5)
  })
})
