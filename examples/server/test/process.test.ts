import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LicenseKey, RequestsAnswer } from '../src/api-types.ts'
import { run, runUntilListening } from './support/run-main.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', { timeout: 30_000 }, (signal) => {
  it('ends the process within 2 s with code 0, whatever is connected, and leaves a whole file', async () => {
    const folder = temporaryFolder()
    const { child, exited, output, url } = await runUntilListening({ DB_FILE: join(folder, 'demo.sqlite') })
    const patched = await fetch(`${url}/api/admin/keys/1`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"seats":9999}',
    })
    const { version } = (await patched.json()) as LicenseKey

    // One connection is idle, one waits for a slow answer, one sends a body that never ends.
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    await new Promise((resolve) =>
      request(`${url}/api/admin/users`, { agent }, (r) => r.resume().on('end', resolve)).end(),
    )
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/api/faults`, {
      method: 'PUT',
      headers,
      body: '{"mode":"slow","latencyMs":30000,"scope":"reads"}',
    })
    const slow = fetch(`${url}/api/admin/keys`).then((answer) => answer.status)
    const upload = request(`${url}/api/admin/keys`, { method: 'POST', headers }).on('error', () => {})
    upload.write('{')
    const open = async () => {
      const answer = await fetch(`${url}/api/debug/requests`)
      return ((await answer.json()) as RequestsAnswer).recent.filter((entry) => entry.status === null).length
    }
    await expect.poll(open, { timeout: 10_000 }).toBe(2)

    const begun = performance.now()
    child.kill(signal)
    child.kill(signal)
    expect(await exited).toEqual([0, null])
    expect(performance.now() - begun).toBeLessThan(2_000)
    expect(await slow).toBe(503)
    expect(output.err).toBe('')
    expect(readdirSync(folder)).toEqual(['demo.cache.sqlite', 'demo.sqlite'])

    const again = await runUntilListening({ DB_FILE: join(folder, 'demo.sqlite') })
    const read = await fetch(`${again.url}/api/admin/keys/1`)
    expect(await read.json()).toMatchObject({ seats: 9_999, version })
  })
})

describe('starting', { timeout: 30_000 }, () => {
  it('on a taken port ends with code 3 and one clear line', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { exited, output } = run({ DB_FILE: ':memory:', PORT: String(port) })
    expect(await exited).toEqual([3, null])
    expect(output).toEqual({
      out: '',
      err: `Port ${port} on 127.0.0.1 is taken: stop what uses it, or set PORT to another one.\n`,
    })
  })

  it.each([
    ['PORT', 'http', 'PORT is "http"; it must be a whole number from 0 to 65535'],
    ['PORT', '65536', 'PORT is "65536"; it must be a whole number from 0 to 65535'],
    ['JOB_INTERVAL_MS', '-1', 'JOB_INTERVAL_MS is "-1"; it must be a whole number from 0 to 3600000'],
    ['SEED', '1.5', 'SEED is "1.5"; it must be a whole number from 0 to 4294967295'],
  ])('with %s=%s ends with code 1 and says what is allowed', async (name, value, message) => {
    const { exited, output } = run({ DB_FILE: ':memory:', [name]: value })
    expect(await exited).toEqual([1, null])
    expect(output.err).toBe(`${message}\n`)
  })

  it('on a file that is no database ends with code 1 and names it', async () => {
    const file = join(temporaryFolder(), 'notes.txt')
    writeFileSync(file, 'these are notes, and they are not to be lost')
    const { exited, output } = run({ DB_FILE: file })
    expect(await exited).toEqual([1, null])
    expect(output.err).toBe(`Can't use ${file}: file is not a database\n`)
    expect(readFileSync(file, 'utf8')).toContain('notes')
  })

  it('with NODE_ENV=production has no request counters', async () => {
    const { url } = await runUntilListening({ DB_FILE: ':memory:', NODE_ENV: 'production' })
    expect((await fetch(`${url}/api/debug/requests`)).status).toBe(404)
  })
})

describe('a body without end', { timeout: 30_000 }, () => {
  it('is refused, and what still arrives of it ends nobody', async () => {
    const { url, output, child } = await runUntilListening({ DB_FILE: ':memory:' })
    for (let round = 0; round < 5; round += 1) {
      const upload = request(`${url}/api/admin/keys`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      }).on('error', () => {})
      const answered = once(upload, 'response') as Promise<[{ statusCode: number }]>
      for (let chunk = 0; chunk < 40; chunk += 1) upload.write('x'.repeat(8_192))
      const [{ statusCode }] = await answered
      for (let chunk = 0; chunk < 40; chunk += 1) upload.write('x'.repeat(8_192))
      upload.destroy()
      expect(statusCode).toBe(413)
    }
    expect((await fetch(`${url}/api/admin/users`)).status).toBe(200)
    expect([child.exitCode, output.err]).toEqual([null, ''])
  })
})
