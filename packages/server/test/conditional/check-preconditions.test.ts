import { describe, expect, it } from 'vitest'
import { checkPreconditions, conditional, etagOf, type CurrentState } from '../../src/index'

const CHANGED = 'Sun, 06 Nov 1994 08:49:37 GMT'

const ask = (method: string, fields: Record<string, string>, state: CurrentState): number | undefined =>
  checkPreconditions(new Request('http://x/', { method, headers: fields }), state)?.status

describe('checkPreconditions', () => {
  it.each<[string, string, Record<string, string>, CurrentState, number | undefined]>([
    ['no condition', 'PUT', {}, { etag: '"a"' }, undefined],
    ['no condition, nothing there', 'PUT', {}, {}, undefined],
    ['update of the version that was read', 'PUT', { 'if-match': '"a"' }, { etag: '"a"' }, undefined],
    ['lost update', 'PUT', { 'if-match': '"a"' }, { etag: '"b"' }, 412],
    ['update of what is gone', 'PUT', { 'if-match': '"a"' }, {}, 412],
    ['update of what is gone, by any version', 'PATCH', { 'if-match': '*' }, {}, 412],
    ['update of any version', 'PATCH', { 'if-match': '*' }, { etag: '"a"' }, undefined],
    ['update of any version, without validators', 'PUT', { 'if-match': '*' }, { exists: true }, undefined],
    ['create only, nothing there', 'PUT', { 'if-none-match': '*' }, {}, undefined],
    ['create only, nothing there, said so', 'PUT', { 'if-none-match': '*' }, { exists: false }, undefined],
    ['create only, already there', 'PUT', { 'if-none-match': '*' }, { etag: '"a"' }, 412],
    ['create only, there without validators', 'PUT', { 'if-none-match': '*' }, { exists: true }, 412],
    ['gone, though a tag is named', 'PUT', { 'if-match': '"a"' }, { exists: false, etag: '"a"' }, 412],
    ['by date', 'DELETE', { 'if-unmodified-since': CHANGED }, { lastModified: CHANGED }, undefined],
    [
      'by date, changed since',
      'DELETE',
      { 'if-unmodified-since': CHANGED },
      { lastModified: Date.now() },
      412,
    ],
    ['by date, nothing there', 'PUT', { 'if-unmodified-since': CHANGED }, {}, undefined],
    [
      'a read that holds it is not answered here',
      'GET',
      { 'if-none-match': '"a"' },
      { etag: '"a"' },
      undefined,
    ],
    ['a read on a version that is gone', 'GET', { 'if-match': '"a"' }, { etag: '"b"' }, 412],
    ['a preflight', 'OPTIONS', { 'if-match': '"a"' }, { etag: '"b"' }, undefined],
  ])('%s', (_, method, fields, state, status) => {
    expect(ask(method, fields, state)).toBe(status)
  })

  it('tells the tag there is, and none where nothing is', () => {
    const request = new Request('http://x/', { method: 'PUT', headers: { 'if-match': '"a"' } })
    expect(checkPreconditions(request, { etag: 'W/"b"' })?.headers.get('etag')).toBe('W/"b"')
    expect(checkPreconditions(request, {})?.headers.has('etag')).toBe(false)
    const gone = { etag: '"b"', exists: false }
    expect(checkPreconditions(request, gone)?.headers.has('etag')).toBe(false)
  })

  it('refuses tags and dates that are none', () => {
    const request = new Request('http://x/')
    expect(() => checkPreconditions(request, { etag: '"' })).toThrow(/^etag: /)
    expect(() => checkPreconditions(request, { lastModified: 'soon' })).toThrow(/^lastModified: /)
  })

  it('fits what conditional answers to reads: of two writers who saw one version, one wins', async () => {
    let held: unknown = { name: 'a' }
    const handler = async (request: Request): Promise<Response> => {
      if (request.method === 'GET') return conditional(request, held)
      const sent: unknown = await request.json()
      const stop = checkPreconditions(request, { etag: await etagOf(held) })
      if (stop) return stop
      held = sent
      return conditional(request, held, { preconditions: false })
    }
    const etag = (await handler(new Request('http://x/'))).headers.get('etag') ?? ''
    const put = (name: string, tag: string): Promise<Response> =>
      handler(
        new Request('http://x/', {
          method: 'PUT',
          headers: { 'if-match': tag },
          body: JSON.stringify({ name }),
        }),
      )
    const first = await put('b', etag)
    expect(first.status).toBe(200)
    expect((await put('c', etag)).status).toBe(412)
    // The answer to a write has the tag that guards the next one.
    expect((await put('d', first.headers.get('etag') ?? '')).status).toBe(200)
    expect(held).toEqual({ name: 'd' })
  })
})
