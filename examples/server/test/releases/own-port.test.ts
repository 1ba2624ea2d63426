// The upstream inside the server, behind the demo's switches, and the upstream as a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LatestReleaseAnswer, UpstreamControlAnswer } from '../../src/api-types.ts'
import { startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const main = fileURLToPath(new URL('../../src/releases/upstream/main.ts', import.meta.url))

async function runUpstream(port = '0') {
  const dbFile = join(temporaryFolder(), 'upstream.sqlite')
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: port, DB_FILE: dbFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  return { child, url: /http:\S+/.exec(line)?.[0] ?? '' }
}

describe('the demo’s hand on the upstream', () => {
  it('takes it down, publishes, uses the budget up and gives it back', async () => {
    const server = await startServer()
    onTestFinished(() => server.close())
    const latest = async () => (await server.get<LatestReleaseAnswer>('/api/releases/latest')).body
    const put = (path: string, body: object) =>
      server.send<UpstreamControlAnswer>('PUT', `/api/demo/${path}`, body)
    expect(await latest()).toMatchObject({ release: { tag: 'v4.8.2' }, source: { remaining: 59 } })

    expect((await put('upstream', { mode: 'down' })).body).toMatchObject({
      mode: 'down',
      budget: { remaining: 59 },
    })
    expect((await latest()).source).toMatchObject({ stale: true, reason: 'unreachable', remaining: 59 })
    await put('upstream', { mode: 'up' })
    // The next request is let through at once: nobody waits for a pause that is over.
    expect((await latest()).source).toMatchObject({ stale: false, free: 1 })

    const published = await server.send<UpstreamControlAnswer>('POST', '/api/demo/releases', {})
    expect(published.body.newest).toBe('v4.8.3')
    expect((await latest()).release?.tag).toBe('v4.8.3')

    const { body } = await put('budget', { remaining: 0, resetsInMs: 120_000 })
    expect(body.budget).toEqual({ limit: 60, remaining: 0, resetsAt: server.clock.now + 120_000 })
    expect((await latest()).source).toMatchObject({ stale: true, reason: 'rate_limited', remaining: 0 })
    await put('budget', { remaining: 60 })
    expect((await latest()).source).toMatchObject({ stale: false, remaining: 60 })
    expect((await put('budget', { remaining: 61 })).status).toBe(422)
  })

  it('is not there in production', async () => {
    const server = await startServer({ debug: false })
    onTestFinished(() => server.close())
    expect((await server.get('/api/demo/upstream')).status).toBe(404)
    expect((await server.send('POST', '/api/demo/releases', {})).status).toBe(404)
  })
})

describe('an upstream on a port of its own', () => {
  it('is asked over the network; killed, its last good releases stay', async () => {
    const { child, url } = await runUpstream()
    const server = await startServer({ releases: { url } })
    onTestFinished(() => server.close())
    const latest = async () => (await server.get<LatestReleaseAnswer>('/api/releases/latest')).body
    expect(await latest()).toMatchObject({
      release: { tag: 'v4.8.2' },
      source: { remaining: 59, stale: false },
    })
    server.clock.now += 5_000
    expect((await latest()).source).toMatchObject({ remaining: 59, free: 1 })
    child.kill('SIGKILL')
    await once(child, 'exit')
    server.clock.now += 5_000
    expect(await latest()).toMatchObject({
      release: { tag: 'v4.8.2' },
      source: { stale: true, reason: 'unreachable' },
    })
    expect((await server.get('/api/demo/upstream')).status).toBe(503)
    expect(server.errors).toEqual([])
  })

  it('ends by a signal, and says when its port is taken', async () => {
    const { child, url } = await runUpstream()
    const taken = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: new URL(url).port },
      stdio: 'ignore',
    })
    expect(await once(taken, 'exit')).toEqual([3, null])
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
