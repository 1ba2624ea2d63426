import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createUpstream, type UpstreamOptions } from '../../src/releases/upstream/upstream.ts'
import type { UpstreamRelease } from '../../src/releases/upstream/release-store.ts'
import { START } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const LIST = '/repos/keyring/agent/releases'

function start(options: Partial<UpstreamOptions> = {}) {
  const clock = { now: START }
  const upstream = createUpstream({ dbFile: ':memory:', now: () => clock.now, ...options })
  onTestFinished(() => upstream.close())
  const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    upstream.fetch(
      new Request(`http://upstream${path}`, { headers: { 'user-agent': 'test', ...headers }, ...init }),
    )
  const tell = (method: string, path: string, body: object) =>
    ask(
      path,
      {},
      {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'user-agent': 'test' },
      },
    )
  const left = (response: Response) => Number(response.headers.get('x-ratelimit-remaining'))
  return { clock, upstream, ask, tell, left }
}

describe('the upstream', () => {
  it('lists releases newest first, and its latest one is no candidate', async () => {
    const { ask } = start()
    const list = (await (await ask(LIST)).json()) as UpstreamRelease[]
    expect(list.map(({ tag_name }) => tag_name)).toEqual([
      'v4.9.0-rc.1',
      'v4.8.2',
      'v4.8.1',
      'v4.8.0',
      'v4.7.3',
      'v4.7.2',
    ])
    expect(((await (await ask(`${LIST}/latest`)).json()) as UpstreamRelease).tag_name).toBe('v4.8.2')
    expect(await (await ask(`${LIST}?per_page=2`)).json()).toHaveLength(2)
  })

  it('counts answers, and not those that are unchanged', async () => {
    const { ask, left } = start()
    const first = await ask(LIST)
    expect(left(first)).toBe(59)
    const etag = first.headers.get('etag') ?? ''
    for (let times = 0; times < 5; times += 1) {
      const again = await ask(LIST, { 'if-none-match': etag })
      expect([again.status, left(again)]).toEqual([304, 59])
    }
    expect(left(await ask(LIST))).toBe(58)
    expect(left(await ask('/nothing/here'))).toBe(57)
  })

  it('refuses everything once the budget is used up, until an hour after the first request', async () => {
    const { ask, clock, left } = start()
    const etag = (await ask(LIST)).headers.get('etag') ?? ''
    clock.now += 60_000
    for (let times = 0; times < 59; times += 1) await ask(LIST)
    const refused = await ask(LIST, { 'if-none-match': etag })
    expect([refused.status, left(refused)]).toEqual([403, 0])
    expect(Number(refused.headers.get('x-ratelimit-reset'))).toBe((START + 3_600_000) / 1_000)
    expect((await ask('/rate_limit')).status).toBe(200)
    clock.now = START + 3_600_000 - 1
    expect((await ask(LIST)).status).toBe(403)
    clock.now += 1
    const after = await ask(LIST)
    expect([after.status, left(after)]).toEqual([200, 59])
  })

  it('counts each client by itself, and serves nobody without a name', async () => {
    const { ask, left } = start()
    await ask(LIST, { 'user-agent': 'one' })
    expect(left(await ask(LIST, { 'user-agent': 'two' }))).toBe(59)
    expect((await ask(LIST, { 'user-agent': '' })).status).toBe(403)
  })

  it('hands out files that are what the checksum says, and counts them', async () => {
    const { ask, left } = start()
    const read = async () => ((await (await ask(`${LIST}/latest`)).json()) as UpstreamRelease).assets[0]
    const before = await read()
    const file = await ask(before?.browser_download_path ?? '')
    const bytes = Buffer.from(await file.arrayBuffer())
    expect(bytes.byteLength).toBe(before?.size)
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(before?.digest)
    expect(bytes.subarray(0, 60).toString()).toContain('not a program')
    expect((await read())?.download_count).toBe((before?.download_count ?? 0) + 1)
    // Downloads are not requests of the API.
    expect(left(await ask(LIST))).toBe(57)
    expect((await ask('/keyring/agent/releases/download/v1/none.zip')).status).toBe(404)
  })

  it('publishes the next version, or the one it is told, and none twice', async () => {
    const { ask, tell } = start()
    const etag = (await ask(LIST)).headers.get('etag') ?? ''
    const control = (await (await tell('POST', '/_control/releases', {})).json()) as { newest: string }
    expect(control.newest).toBe('v4.8.3')
    expect((await ask(LIST, { 'if-none-match': etag })).status).toBe(200)
    expect((await tell('POST', '/_control/releases', { tag: 'v5.0.0', notes: 'Hello' })).status).toBe(200)
    const list = (await (await ask(LIST)).json()) as UpstreamRelease[]
    expect(list.slice(0, 2).map(({ tag_name, assets }) => [tag_name, assets.length])).toEqual([
      ['v5.0.0', 5],
      ['v4.8.3', 5],
    ])
    expect((await tell('POST', '/_control/releases', { tag: 'v5.0.0' })).status).toBe(409)
    expect((await tell('POST', '/_control/releases', { tag: '<script>' })).status).toBe(422)
  })

  it('does what it is told for a while, and is up again by itself', async () => {
    const { ask, tell, clock } = start()
    const answers: unknown[] = []
    for (const mode of ['down', 'error', 'busy', 'garbage', 'up']) {
      await tell('PUT', '/_control', { mode, retryAfterSeconds: 7 })
      const response = await ask(LIST)
      const body = response.type === 'error' ? '' : (await response.text()).slice(0, 9)
      const status = response.type === 'error' ? 'dropped' : response.status
      answers.push([mode, status, response.headers.get('retry-after'), body])
    }
    expect(answers).toEqual([
      ['down', 'dropped', null, ''],
      ['error', 500, null, '{"message'],
      ['busy', 429, '7', '{"message'],
      ['garbage', 200, null, '<!doctype'],
      ['up', 200, null, '[{"id":6,'],
    ])
    await tell('PUT', '/_control', { mode: 'down', ttlMs: 1_000 })
    clock.now += 1_000
    expect((await ask(LIST)).status).toBe(200)
    expect((await tell('PUT', '/_control', { mode: 'on fire' })).status).toBe(422)
  })

  it('is slow until nobody waits, or it is closed', async () => {
    const { ask, tell, upstream } = start()
    await tell('PUT', '/_control', { mode: 'slow', latencyMs: 60_000 })
    const leaving = new AbortController()
    const left = ask(LIST, {}, { signal: leaving.signal, headers: { 'user-agent': 'test' } })
    const waiting = ask(LIST)
    leaving.abort()
    expect((await left).type).toBe('error')
    await upstream.close()
    expect((await waiting).type).toBe('error')
  })

  it('keeps releases, counts and budgets across a restart', async () => {
    const dbFile = join(temporaryFolder(), 'upstream.sqlite')
    const first = start({ dbFile })
    await first.tell('POST', '/_control/releases', {})
    expect(first.left(await first.ask(LIST))).toBe(59)
    await first.upstream.close()
    const second = start({ dbFile })
    const answer = await second.ask(LIST)
    expect(second.left(answer)).toBe(58)
    expect(((await answer.json()) as UpstreamRelease[])[0]?.tag_name).toBe('v4.8.3')
  })
})
