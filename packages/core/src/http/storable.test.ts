import { describe, expect, it } from 'vitest'
import { isStorable, toKeptHeaders } from './storable'

const stored = (status: number, fields: Record<string, string> = {}) =>
  isStorable({ status, headers: new Headers(fields) })
const control = (value: string) => ({ 'cache-control': value })

describe('isStorable', () => {
  it.each([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501])('takes %i as it is', (status) => {
    expect(stored(status)).toBe(true)
  })

  it.each([201, 202, 302, 303, 307, 400, 401, 403, 429, 500, 502, 503, 504, 599])(
    'takes %i where the server says so',
    (status) => {
      expect(stored(status)).toBe(false)
      for (const value of ['max-age=60', 'max-age=0', 'public', 'private', 'private="x"']) {
        expect(stored(status, control(value))).toBe(true)
      }
      expect(stored(status, { expires: '0' })).toBe(true)
      expect(stored(status, control('s-maxage=60'))).toBe(false)
      expect(stored(status, control('ext="max-age=60"'))).toBe(false)
    },
  )

  it.each([0, 100, 103, 206, 304])('never takes %i', (status) => {
    expect(stored(status, control('max-age=60, public'))).toBe(false)
  })

  it('heeds no-store, and must-understand over it', () => {
    expect(stored(200, control('max-age=60, No-Store'))).toBe(false)
    expect(stored(200, control('max-age=60, no-store, must-understand'))).toBe(true)
    expect(stored(299, control('max-age=60, no-store, must-understand'))).toBe(false)
    expect(stored(299, control('max-age=60, must-understand'))).toBe(false)
  })

  it('leaves what depends on anything', () => {
    expect(stored(200, { vary: '*' })).toBe(false)
    expect(stored(200, { vary: 'accept, *' })).toBe(false)
    expect(stored(200, { vary: 'accept' })).toBe(true)
  })
})

describe('toKeptHeaders', () => {
  const kept = (fields: Record<string, string>) => Object.fromEntries(toKeptHeaders(new Headers(fields)))

  it('leaves out what is of the connection, listed there or known', () => {
    const hops = {
      connection: 'X-Hop, keep-alive',
      'x-hop': '1',
      'keep-alive': 'timeout=5',
      te: 'trailers',
      trailer: 'x',
      'transfer-encoding': 'chunked',
      upgrade: 'h2c',
      'proxy-authenticate': 'Basic',
      'proxy-authentication-info': 'x',
      'proxy-connection': 'close',
    }
    expect(kept({ ...hops, 'x-end': '2', etag: '"1"' })).toEqual({ 'x-end': '2', etag: '"1"' })
  })

  it('keeps fields that are only named alike', () => {
    const fields = { template: '1', 'x-te': '2', 'x-upgrade': '3', 'upgrade-notice': '4', 'x-proxy-by': '5' }
    expect(kept(fields)).toEqual(fields)
  })

  it('leaves out what no-cache names, and only that', () => {
    const value = 'max-age=60, no-cache="X-Secret, x-other"'
    expect(kept({ ...control(value), 'x-secret': '1', 'x-other': '2', 'x-open': '3' })).toEqual({
      ...control(value),
      'x-open': '3',
    })
    expect(kept({ ...control('no-cache'), 'x-open': '3' })).toMatchObject({ 'x-open': '3' })
    expect(kept({ ...control('private="x-open"'), 'x-open': '3' })).toMatchObject({ 'x-open': '3' })
  })

  it('leaves its argument alone', () => {
    const headers = new Headers({ connection: 'x' })
    toKeptHeaders(headers)
    expect(headers.has('connection')).toBe(true)
  })
})
