// The process that the demo starts. Here, and not beside the other tests, because it needs the built widget.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listenOn } from '../../host/listen-on'

describe('the process of the demo', () => {
  const run = (env: Record<string, string>) => {
    const main = fileURLToPath(new URL('../../host/main.ts', import.meta.url))
    const ports = { HOST_PAGE_PORT: '0', PROXY_PORT: '0' }
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, ...ports, ...env },
      stdio: 'pipe',
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const output = { text: '' }
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output.text += text))
    return { child, output, exited: once(child, 'exit') as Promise<[number | null]> }
  }

  it('says where it listens, and ends by a signal', async () => {
    const { child, output, exited } = run({})
    await expect
      .poll(() => output.text, { timeout: 20_000 })
      .toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\n$/)
    child.kill('SIGTERM')
    expect((await exited)[0]).toBe(0)
  })

  it('ends with code 3 where a port is taken, and with 1 for one that is none', async () => {
    const taken = await listenOn(createServer())
    onTestFinished(() => taken.close())
    const busy = run({ PROXY_PORT: String(taken.port) })
    expect((await busy.exited)[0]).toBe(3)
    expect(busy.output.text).toContain(`Port ${taken.port} on 127.0.0.1 is taken`)
    const wrong = run({ PROXY_PORT: 'http' })
    expect((await wrong.exited)[0]).toBe(1)
    expect(wrong.output.text).toContain('PROXY_PORT is "http"')
  })
})
