/** The server as its own process, started the way the demo starts it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Runs `main.ts` with these variables; it is ended with the test. */
export function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, NODE_ENV: 'test', PORT: '0', JOB_INTERVAL_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text))
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  return { child, output, exited }
}

/** Runs it, and waits until it listens. */
export async function runUntilListening(env: Record<string, string>) {
  const running = run(env)
  const line = /^listening on (http:\/\/127\.0\.0\.1:\d+)\n$/
  const isOver = () => line.test(running.output.out) || running.child.exitCode !== null
  await expect.poll(isOver, { timeout: 20_000 }).toBe(true)
  // Whole, so that a server that ended says here why.
  expect(running.output).toEqual({ out: expect.stringMatching(line), err: expect.any(String) })
  return { ...running, url: line.exec(running.output.out)?.[1] ?? '' }
}
