// Starts the demo as a visitor would, looks at every part of it, and sees that nothing is left when it is ended.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

/** After this long the demo is ended; its builds take most of the time. */
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
  const first = await checkPage(address, address)
  for (const [, href] of first.matchAll(/<a [^>]*href="([^"#]+)"/g)) {
    const url = new URL(href, address)
    if (url.origin === new URL(address).origin) await checkPage(url, address)
  }
  await answers(new URL('/api/admin/stats', address), 'application/json')
  const places = await (await answers(new URL('/api/places', address), 'application/json')).json()
  await checkHostPage(places)
  demo.kill('SIGTERM')
  const [code] = await ended
  if (code !== 0) throw new Error(`the demo ended with code ${code}, not 0`)
  for (const left of [address, places.hostPage, places.proxy]) {
    const answer = await fetch(left).catch(() => undefined)
    if (answer) throw new Error(`${left} still answers after the demo has ended`)
  }
} finally {
  demo.kill('SIGTERM')
  await ended
  clearTimeout(giveUp)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Where the demo says it is, once it says that it can be stopped: then all of it is up. */
async function printedAddress() {
  let output = ''
  for await (const text of demo.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    output += text
    const address = /examples are at (\S+)[^]*Ctrl-C stops/.exec(output)?.[1]
    if (address) return address
  }
  throw new Error(`the demo ended before it printed its address:\n${output}`)
}

/** A page with its policy, and all that it names of the demo's own. */
async function checkPage(url, address) {
  const response = await answers(url, 'text/html')
  const policy = response.headers.get('content-security-policy') ?? ''
  if (!policy.includes('default-src') || policy.includes('unsafe'))
    throw new Error(`${url} has no strict policy but '${policy}'`)
  const page = await response.text()
  const types = { js: 'javascript', css: 'text/css', svg: 'image/svg' }
  for (const [, tag, path] of page.matchAll(/<(script|link)\b[^>]*? (?:src|href)="([^"]+)"/g)) {
    const part = new URL(path, url)
    const type = types[part.pathname.split('.').pop()]
    if (part.origin === new URL(address).origin)
      await answers(part, type ?? (tag === 'script' ? 'javascript' : ''))
  }
  return page
}

/** The foreign page names a script of another origin, which the proxy hands out as it was built. */
async function checkHostPage({ hostPage, proxy }) {
  const page = await checkPage(hostPage, hostPage)
  const tag = [...page.matchAll(/<script\b[^>]*>/g)].find(([text]) => text.includes(`src="${proxy}/`))?.[0]
  if (tag === undefined) throw new Error(`${hostPage} names no script of ${proxy}`)
  const response = await answers(new URL(/src="([^"]+)"/.exec(tag)[1]), 'javascript')
  const wanted = /integrity="(sha\d+)-([^"]+)"/.exec(tag)
  const bytes = Buffer.from(await response.arrayBuffer())
  if (wanted && createHash(wanted[1]).update(bytes).digest('base64') !== wanted[2])
    throw new Error(`${response.url} is not what ${hostPage} expects`)
}

/** Answers 200 with such a type, or throws. */
async function answers(address, type) {
  const response = await fetch(address)
  const found = response.headers.get('content-type') ?? ''
  if (response.status === 200 && found.includes(type)) return response
  throw new Error(`${address} answered ${response.status} ${found}, not 200 ${type}`)
}
