// Starts the demo as a visitor would, asks it for the page and for data, and ends it by a signal.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

/** After this long the demo is ended; its build takes most of the time. */
const patience = 120_000

const folder = mkdtempSync(join(tmpdir(), 'freshline-demo-'))
const demo = spawn(process.execPath, [join(root, 'scripts', 'serve-demo.mjs')], {
  env: { ...process.env, DB_FILE: join(folder, 'demo.sqlite') },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = once(demo, 'exit')
const giveUp = setTimeout(() => demo.kill('SIGTERM'), patience)
try {
  const address = await printedAddress()
  await answers(address, 'text/html')
  await answers(new URL('/api/admin/stats', address), 'application/json')
  demo.kill('SIGTERM')
  const [code] = await ended
  if (code !== 0) throw new Error(`the demo ended with code ${code}, not 0`)
  const left = await fetch(address).catch(() => undefined)
  if (left) throw new Error('the server is still there after the demo has ended')
} finally {
  demo.kill('SIGTERM')
  await ended
  clearTimeout(giveUp)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function printedAddress() {
  let output = ''
  for await (const text of demo.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += text
    const address = /dashboard is at (\S+)/.exec(output)?.[1]
    if (address) return address
  }
  throw new Error(`the demo ended before it printed its address:\n${output}`)
}

async function answers(address, type) {
  const response = await fetch(address)
  const found = response.headers.get('content-type') ?? ''
  await response.arrayBuffer()
  if (response.status !== 200 || !found.includes(type)) {
    throw new Error(`${address} answered ${response.status} ${found}, not 200 ${type}`)
  }
}
