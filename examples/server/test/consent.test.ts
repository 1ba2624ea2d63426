import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type {
  BannerContent,
  ConsentState,
  EdgeAnswer,
  ErrorAnswer,
  PublishedBanner,
} from '../src/api-types.ts'
import type { AppOptions } from '../src/app.ts'
import { Database } from '../src/db/database.ts'
import { publishDraft, saveDraft } from '../src/consent/write-consent.ts'
import { START, startServer } from './support/start-server.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const open = '/api/consent/harbour-bakery'
const admin = '/api/admin/consent/harbour-bakery'
const foreign = { origin: 'https://harbour-bakery.example' }

async function start(options: Partial<AppOptions> = {}) {
  const server = await startServer(options)
  onTestFinished(() => server.close())
  const state = async () => (await server.get<ConsentState>(admin)).body
  const published = async (query = '') => (await server.get<PublishedBanner>(open + query)).body
  const save = async (change: Partial<BannerContent>, headers = {}) =>
    server.send<ConsentState>('PUT', `${admin}/draft`, { ...(await state()).draft, ...change }, headers)
  const publish = (body: object = {}, headers = {}) =>
    server.send<ConsentState & ErrorAnswer>('POST', `${admin}/publish`, body, headers)
  return { ...server, state, published, save, publish }
}

describe('the published banner', () => {
  it('is readable for every origin, and sent so that every cache may keep it', async () => {
    const server = await start()
    const { status, headers, body } = await server.get<PublishedBanner>(open, foreign)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('public, max-age=3600')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('vary')).toBeNull()
    expect(body).toMatchObject({ site: 'harbour-bakery', version: 3, asksSince: 2 })
    expect(body.content.title).toBe('Cookies, but not the edible kind')
    const again = await server.get(open, { ...foreign, 'if-none-match': headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
  })

  it('may be kept for as long as the app says', async () => {
    const server = await start({ consent: { maxAge: 60_000 } })
    expect((await server.get(open)).headers.get('cache-control')).toBe('public, max-age=60')
  })

  it('tells every origin what is wrong, too', async () => {
    const server = await start()
    const { status, headers, body } = await server.get<ErrorAnswer>('/api/consent/nobody', foreign)
    expect([status, body.error.code]).toEqual([404, 'not_found'])
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })

  it('is answered from the cache, also to those who pass the CDN by, until it is published anew', async () => {
    const server = await start()
    for (const query of ['', '?_t=1', '?_t=2', '']) await server.published(query)
    expect((await server.app.stats()).loads).toBe(1)
    await server.save({ title: 'New words' })
    expect((await server.published('?_t=3')).version).toBe(3)
    const { body } = await server.publish()
    // The demo's third version is of the same moment, and every publication is later than the one before it.
    expect(body.published).toMatchObject({ version: 4, publishedAt: START + 1 })
    // By the server's own cache there is no moment at which the old one is still answered.
    expect(await server.published()).toEqual(body.published)
    expect((await server.published()).content.title).toBe('New words')
  })

  it('survives an end of the process between publication and telling', async () => {
    const dbFile = join(temporaryFolder(), 'demo.sqlite')
    const first = await start({ dbFile })
    await first.published()
    const { draft } = await first.state()
    await first.close()
    const db = await Database.open(dbFile)
    const places = { hostPage: null, proxy: null }
    const write = { db, site: 'harbour-bakery', actor: 'x', at: START, ifMatch: null, places }
    saveDraft(write, { ...draft, title: 'Written beside' })
    publishDraft(write, false)
    db.close()
    const second = await start({ dbFile })
    expect((await second.published()).content.title).toBe('Written beside')
  })
})

describe('answers of visitors', () => {
  it('are counted without a preflight, and without anything about who gave them', async () => {
    const server = await start()
    const before = (await server.state()).versions[0]?.answers
    const { status, headers } = await server.send(
      'POST',
      `${open}/answers?version=3&answer=accept`,
      undefined,
      foreign,
    )
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    await server.send('POST', `${open}/answers?version=3&answer=reject`, undefined, foreign)
    expect((await server.state()).versions[0]?.answers).toEqual({
      accept: (before?.accept ?? 0) + 1,
      reject: (before?.reject ?? 0) + 1,
    })
  })

  it.each([
    ['version=99&answer=accept', 422],
    ['version=3&answer=perhaps', 400],
    ['version=-1&answer=accept', 400],
    ['', 400],
  ])('%j is refused', async (query, status) => {
    const server = await start()
    expect((await server.send('POST', `${open}/answers?${query}`)).status).toBe(status)
  })
})

describe('answers of one client', () => {
  it('are counted up to a limit, whatever the client says of itself', async () => {
    const server = await start({ consent: { answers: { attempts: 2, per: 60_000 } } })
    const before = (await server.state()).versions[0]?.answers.accept ?? 0
    const send = (address: string) =>
      server.send<ErrorAnswer>('POST', `${open}/answers?version=3&answer=accept`, undefined, {
        ...foreign,
        'x-forwarded-for': address,
        forwarded: `for=${address}`,
      })
    const answers = [await send('10.0.0.1'), await send('10.0.0.2'), await send('10.0.0.3')]
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 429])
    expect(answers[2]?.body.error.code).toBe('rate_limited')
    expect(answers[2]?.headers.get('retry-after')).toBe('30')
    expect((await server.state()).versions[0]?.answers.accept).toBe(before + 2)
    server.clock.now += 30_000
    expect((await send('10.0.0.4')).status).toBe(204)
  })
})

describe('a draft', () => {
  it('is kept apart from what is published, and can be read at once', async () => {
    const server = await start()
    const { status, body } = await server.save({ title: 'A draft', accent: '#AA0033' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ revision: 4, hasChanges: true, draftUpdatedAt: START })
    expect(body.draft).toMatchObject({ title: 'A draft', accent: '#aa0033' })
    expect(await server.state()).toEqual(body)
    expect((await server.published()).version).toBe(3)
  })

  it('that changes nothing is no write', async () => {
    const server = await start()
    expect((await server.save({})).body.revision).toBe(3)
  })

  it.each([
    ['title', ''],
    ['title', 'x'.repeat(81)],
    ['text', 'a\u0007b'],
    ['policyUrl', 'javascript:alert(1)'],
    ['policyUrl', 'https://'],
    ['accent', 'red'],
    ['position', 'middle'],
    ['theme', 'sepia'],
    ['language', 'english please'],
  ])('with %s %j is refused by name', async (name, value) => {
    const server = await start()
    const { status, body } = await server.save({ [name]: value })
    expect(status).toBe(422)
    expect(Object.keys((body as unknown as ErrorAnswer).error.fields ?? {})).toEqual([name])
    expect((await server.state()).revision).toBe(3)
  })

  it('takes no member that it does not know', async () => {
    const server = await start()
    expect((await server.save({ html: '<b>' } as Partial<BannerContent>)).status).toBe(422)
  })

  it('is not written by pages of other sites', async () => {
    const server = await start()
    expect((await server.save({ title: 'Mine' }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await server.publish({}, { origin: 'https://evil.example' })).status).toBe(403)
  })
})

describe('publishing', () => {
  it('makes the next version of the draft, and asks nobody again unless told to', async () => {
    const server = await start()
    await server.save({ title: 'Four' })
    const four = (await server.publish({}, { 'x-actor': 'ines@harbour-bakery.example' })).body
    expect(four).toMatchObject({ hasChanges: false, published: { version: 4, asksSince: 2 } })
    expect(four.versions[0]).toMatchObject({
      version: 4,
      publishedBy: 'ines@harbour-bakery.example',
      asksAgain: false,
      answers: { accept: 0, reject: 0 },
    })
    const five = (await server.publish({ asksAgain: true })).body
    expect(five.published).toMatchObject({ version: 5, asksSince: 5 })
    expect(five.versions[0]?.asksAgain).toBe(true)
  })

  it('what is published already is refused', async () => {
    const server = await start()
    const { status, body } = await server.publish()
    expect([status, body.error.code]).toEqual([409, 'conflict'])
  })

  it('an earlier version makes a newer one with its content', async () => {
    const server = await start()
    const { status, body } = await server.send<ConsentState>('POST', `${admin}/restore`, { version: 1 })
    expect(status).toBe(200)
    expect(body.published).toMatchObject({ version: 4, content: { title: 'Cookies on this site' } })
    expect(body.draft).toEqual(body.published.content)
    expect(body.versions[0]).toMatchObject({ restoredFrom: 1 })
    expect(await server.published()).toEqual(body.published)
    const unknown = await server.send('POST', `${admin}/restore`, { version: 77 })
    const current = await server.send('POST', `${admin}/restore`, { version: 4 })
    expect([unknown.status, current.status]).toEqual([422, 409])
  })

  it.each(['draft', 'publish', 'restore'])('is guarded by the revision that was seen: %s', async (action) => {
    const server = await start()
    const seen = await server.state()
    await server.save({ title: 'Meanwhile' })
    const body = { draft: seen.draft, publish: {}, restore: { version: 1 } }[action]
    const method = action === 'draft' ? 'PUT' : 'POST'
    const stale = { 'if-match': `"${seen.revision}"` }
    const answer = await server.send<ErrorAnswer>(method, `${admin}/${action}`, body, stale)
    expect([answer.status, answer.body.error.code]).toEqual([412, 'version_mismatch'])
    expect(answer.body.error.current).toMatchObject({ revision: 4, draft: { title: 'Meanwhile' } })
    const newest = { 'if-match': `"4"` }
    expect((await server.send(method, `${admin}/${action}`, body, newest)).status).toBe(200)
  })

  it('answers 404 for unknown sites, and 405 for what a place does not take', async () => {
    const server = await start()
    expect((await server.get('/api/admin/consent/nobody')).status).toBe(404)
    expect((await server.get('/api/admin/consent/nobody/edge')).status).toBe(404)
    const { status, headers } = await server.send('DELETE', open)
    expect([status, headers.get('allow')]).toEqual([405, 'HEAD, GET'])
  })
})

describe('the look from outside', () => {
  it('tells what a plain request sees and what the widget sees', async () => {
    const server = await start()
    const { body } = await server.get<EdgeAnswer>(`${admin}/edge`)
    const reading = { status: 200, version: 3, age: 0 }
    expect(body).toEqual({ at: START, plain: reading, fresh: reading })
  })

  it('tells that a CDN is away', async () => {
    const server = await start({ places: { proxy: 'http://127.0.0.1:1' } })
    const { body } = await server.get<EdgeAnswer>(`${admin}/edge`)
    expect(body.plain).toEqual({ status: 0, version: null, age: 0 })
  })

  it('is never taken at a place that a request names', async () => {
    const server = await start()
    let asked = 0
    const other = createServer((_request, response) => {
      asked += 1
      response.end('{"version":99}')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const host = `127.0.0.1:${(other.address() as AddressInfo).port}`
    const { hostname, port } = new URL(server.url)
    const text = await new Promise<string>((resolve, reject) => {
      ask({ hostname, port, path: `${admin}/edge`, headers: { host }, agent: false }, (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
        answer.on('end', () => resolve(body))
      })
        .on('error', reject)
        .end()
    })
    expect(asked).toBe(0)
    expect((JSON.parse(text) as EdgeAnswer).fresh.version).toBe(3)
  })
})
