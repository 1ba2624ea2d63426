import { describe, expect, it } from 'vitest'
import { isSafe, listInvalidated } from './invalidated'

const url = 'https://a.example/stores/1?q'
const list = (status: number, headers: Record<string, string> = {}) =>
  listInvalidated(url, { status, headers: new Headers(headers) } as Response)

describe('isSafe', () => {
  it('knows four methods', () => {
    expect(['GET', 'HEAD', 'OPTIONS', 'TRACE'].every(isSafe)).toBe(true)
    expect(
      ['POST', 'PUT', 'DELETE', 'PATCH', 'M-SEARCH', 'get', 'FORGET', 'TRACEROUTE', ''].some(isSafe),
    ).toBe(false)
  })
})

describe('listInvalidated', () => {
  it.each([200, 201, 204, 299, 303, 399, 0])('names the URL after %i', (status) => {
    expect(list(status)).toEqual([url])
  })

  it.each([400, 404, 412, 500, 503])('names nothing after %i', (status) => {
    expect(list(status, { location: '/stores' })).toEqual([])
  })

  it('names what the answer names, of the same origin', () => {
    expect(list(201, { location: '../new#part', 'content-location': 'https://a.example/stores' })).toEqual([
      url,
      'https://a.example/new',
      'https://a.example/stores',
    ])
    const elsewhere = { location: 'https://b.example/stores', 'content-location': 'http://a.example/stores' }
    expect(list(201, elsewhere)).toEqual([url])
    expect(list(201, { location: 'http://[bad' })).toEqual([url])
  })

  it('names where the write was sent on to, and what that names of its own origin', () => {
    const sentOn = (to: string, location = '9') =>
      listInvalidated(url, { status: 201, headers: new Headers({ location }), url: to } as Response)
    expect(sentOn('https://a.example/stores/')).toEqual([
      url,
      'https://a.example/stores/',
      'https://a.example/stores/9',
    ])
    expect(sentOn('https://b.example/x', url)).toEqual([url, 'https://b.example/x'])
  })
})
