import { describe, expect, it } from 'vitest'
import { conditionalResponse } from '../../src/index'

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT'
const clock = { now: () => Date.UTC(2026, 10, 22, 12) }

const ask = (fields: Record<string, string> = {}, method = 'GET'): Request =>
  new Request('http://x/', { method, headers: fields })
const kept = (init: ResponseInit = {}): Response =>
  new Response('kept', {
    headers: { etag: '"a"', 'last-modified': DATE, 'content-type': 'text/html', age: '7', vary: 'Accept' },
    ...init,
  })

describe('conditionalResponse', () => {
  it('is the answer itself where nothing is asked', async () => {
    const response = kept()
    expect(conditionalResponse(ask(), response)).toBe(response)
    expect(await response.text()).toBe('kept')
  })

  it.each<[string, Record<string, string>, string, number]>([
    ['the tag', { 'if-none-match': '"a"' }, 'GET', 304],
    ['another', { 'if-none-match': '"b"' }, 'GET', 200],
    ['the date', { 'if-modified-since': DATE }, 'HEAD', 304],
    ['If-Match', { 'if-match': '"b"' }, 'GET', 412],
    ['If-None-Match on a write', { 'if-none-match': '*' }, 'PUT', 412],
  ])('%s', (_, fields, method, status) => {
    expect(conditionalResponse(ask(fields, method), kept()).status).toBe(status)
  })

  it('a 304 has its fields but those of the body, which is ended', async () => {
    const response = kept()
    const answer = conditionalResponse(ask({ 'if-none-match': 'W/"a"' }), response)
    expect(Object.fromEntries(answer.headers)).toEqual({ age: '7', etag: '"a"', vary: 'Accept' })
    await expect(response.text()).rejects.toThrow(/body/i)
  })

  it('a 412 says what failed', async () => {
    const answer = conditionalResponse(ask({ 'if-match': '"b"' }), kept(), clock)
    expect(await answer.json()).toMatchObject({ code: 'precondition_failed', field: 'If-Match' })
    expect(answer.headers.get('date')).toBe('Sun, 22 Nov 2026 12:00:00 GMT')
  })

  it('answers HEAD without a body', () => {
    const answer = conditionalResponse(ask({}, 'HEAD'), kept())
    expect([answer.status, answer.body, answer.headers.get('content-type')]).toEqual([200, null, 'text/html'])
  })

  it('leaves failures, and validators that are none, alone', () => {
    expect(conditionalResponse(ask({ 'if-none-match': '"a"' }), kept({ status: 500 })).status).toBe(500)
    const odd = { headers: { etag: 'a', 'last-modified': 'yesterday' } }
    expect(conditionalResponse(ask({ 'if-none-match': 'a' }), kept(odd)).status).toBe(200)
    expect(conditionalResponse(ask({ 'if-modified-since': DATE }), kept(odd)).status).toBe(200)
  })
})
