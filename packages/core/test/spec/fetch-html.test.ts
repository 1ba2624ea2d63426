// C5: a page where data was expected (a missing proxy answers with index.html, a session's end with a sign-in page) is
// no data. Who wants HTML says so by `parse`.
import { describe, expect, it } from 'vitest'
import { DataSyncManager, fetchFresh, fixedEnvironment, httpResource, ParseError } from '@freshline/core'
import { failureOf, type Transport } from './fetch-support'

const page = '<!doctype html><title>App</title>'
const answering =
  (type: string, text: string | null = page, status = 200): Transport =>
  async () =>
    new Response(text && new TextEncoder().encode(text), { status, headers: { 'content-type': type } })

describe('C5: HTML where data was expected', () => {
  it.each(['text/html', 'text/html; charset=utf-8', 'Text/HTML;charset=UTF-8', 'application/xhtml+xml'])(
    '%s is a parse error that names the request and what to do',
    async (type) => {
      const url = 'https://api.example/stores?token=secret'
      const error = await failureOf(fetchFresh(url, { retry: 0, transport: answering(type) }))
      expect(error).toBeInstanceOf(ParseError)
      expect(error).toMatchObject({ code: 'parse', excerpt: page })
      expect(error.message).toMatch(/^GET https:\/\/api\.example\/stores\S* answered HTML, not JSON: /)
      expect(error.message).toMatch(/proxy missing.*parse/)
      expect(error.message).not.toContain('secret')
    },
  )

  it('is a parse error for a write, too', async () => {
    const request = { method: 'POST', body: '1', transport: answering('text/html') }
    expect(await failureOf(fetchFresh('https://api.example/stores', request))).toMatchObject({
      code: 'parse',
      message: expect.stringMatching(/^POST /),
    })
  })

  it('is data where `parse` takes it', async () => {
    const options = { transport: answering('text/html'), parse: (text: string) => text }
    expect((await fetchFresh<string>('https://api.example/', options)).data).toBe(page)
  })

  it.each([
    ['text/plain', page, page],
    ['application/xml', '<a/>', '<a/>'],
    ['text/html', null, undefined],
    ['text/html; charset=utf-8', '["North"]', ['North']],
  ])('takes what is no page: %s, %o', async (type, text, data) => {
    expect((await fetchFresh('https://api.example/', { transport: answering(type, text) })).data).toEqual(
      data,
    )
  })

  it('keeps the data that is held, beside the error', async () => {
    let type = 'application/json'
    const transport: Transport = (url, init) =>
      answering(type, type === 'text/html' ? page : '["North"]')(url, init)
    const manager = new DataSyncManager({ environment: fixedEnvironment() })
    const stores = manager.register(
      httpResource<string[]>('https://api.example/stores', { key: 'stores', transport, retry: false }),
    )
    expect((await stores.refresh()).data).toEqual(['North'])
    type = 'text/html'
    const { data, error } = await stores.refresh()
    expect(data).toEqual(['North'])
    expect(error).toBeInstanceOf(ParseError)
    manager.dispose()
  })
})
