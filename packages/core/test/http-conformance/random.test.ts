import { describe, expect, it } from 'vitest'
import { createHttpCache } from '@freshline/core'
import { fakeClock, seeded, type Chance } from '@freshline/test-utils'

// Random histories: readers, writers and people who leave, against an origin that answers out of order, fails, and cuts
// bodies short. What was written is read afterwards, nothing is given past its time, and no two answers are mixed.

interface Answer {
  readonly url: string
  readonly variant: string
  readonly version: number
  readonly sentAt: number
  readonly freshFor: number
  readonly staleFor: number
  /** The number of the event at which its headers arrived. */
  arrived: number
}

class World {
  readonly clock = fakeClock(Date.UTC(2026, 10, 22, 12))
  readonly versions = new Map<string, number>()
  readonly answers = new Map<string, Answer>()
  readonly gates: (() => void)[] = []
  readonly failures: { readonly url: string; readonly event: number }[] = []
  readonly chance: Chance
  events = 0
  asked = 0

  constructor(seed: number) {
    this.chance = seeded(seed)
  }

  versionOf(url: string): number {
    return this.versions.get(url) ?? 0
  }

  transport = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    const { chance, clock } = this
    const url = String(input)
    const headers = new Headers(init.headers)
    const sentAt = clock.now()
    const method = init.method ?? 'GET'
    if (method === 'POST') {
      const isGood = chance.percent(80)
      if (isGood) this.versions.set(url, this.versionOf(url) + 1)
      await this.#turn(init.signal)
      return new Response('done', { status: isGood ? 200 : 409 })
    }
    const version = this.versionOf(url)
    const variant = headers.get('x-v') ?? ''
    const etag = `"${url}|${variant}|${version}"`
    const [freshFor, staleFor] = [chance.pick([0, 5000, 60_000]), chance.pick([0, 0, 20_000])]
    const fault = chance.pick(['', '', '', '', '', 'network', '503', 'cut'])
    const id = `a${++this.asked}`
    const isConfirmed = fault === '' && (headers.get('if-none-match') ?? '').includes(etag)
    await this.#turn(init.signal)
    this.events++
    if (fault === 'network' || fault === '503') this.failures.push({ url, event: this.events })
    if (fault === 'network') throw new TypeError('fetch failed')
    if (fault === '503') return new Response('down', { status: 503, headers: { 'x-id': 'down' } })
    this.answers.set(id, { url, variant, version, sentAt, freshFor, staleFor, arrived: this.events })
    const control = `max-age=${freshFor / 1000}${staleFor ? `, stale-while-revalidate=${staleFor / 1000}` : ''}`
    const fields = {
      'cache-control': chance.percent(5) ? 'no-store' : control,
      date: new Date(clock.now()).toUTCString(),
      'x-id': id,
      vary: 'X-V',
      etag,
    }
    if (isConfirmed) return new Response(null, { status: 304, headers: fields })
    return new Response(this.#body(`${url}|${variant}|${version}`, fault === 'cut'), { headers: fields })
  }

  /** In pieces, at times of its own. */
  #body(text: string, isCut: boolean): ReadableStream<Uint8Array> {
    const bytes = new TextEncoder().encode(text)
    let at = 0
    return new ReadableStream({
      pull: async (controller) => {
        await this.#turn()
        if (isCut && at > 0) return controller.error(new TypeError('terminated'))
        controller.enqueue(bytes.slice(at, (at += 16)))
        return at >= bytes.length ? controller.close() : undefined
      },
    })
  }

  async #turn(signal?: AbortSignal | null): Promise<void> {
    if (this.chance.percent(40)) return
    await new Promise<void>((go, leave) => {
      this.gates.push(go)
      signal?.addEventListener('abort', () => leave(signal.reason as Error))
    })
  }
}

async function history(seed: number): Promise<string[]> {
  const world = new World(seed)
  const { chance, clock } = world
  const cache = createHttpCache({ clock, transport: world.transport, onError: () => {} })
  const urls = ['https://a.example/1', 'https://a.example/2', 'https://a.example/1?q']
  const faults: string[] = []
  const written = new Map<string, number>()
  const running = new Set<Promise<void>>()

  async function read(url: string, mode: RequestCache, signal?: AbortSignal): Promise<void> {
    const variant = chance.pick(['', 'a', 'b'])
    const start = { version: written.get(url) ?? 0, now: clock.now(), event: world.events }
    const where = `${seed}: ${mode} ${url} ${variant}`
    try {
      const headers = variant ? { 'X-V': variant } : {}
      const response = await cache(url, { cache: mode, headers, ...(signal && { signal }) })
      const arrivedBy = world.events
      const text = await response.text()
      if (response.status === 503) return
      const [itsUrl, itsVariant, version] = text.split('|')
      if (itsUrl !== url || itsVariant !== variant || version === undefined)
        faults.push(`${where}: got ${text}`)
      if (Number(version) < start.version)
        faults.push(`${where}: ${version} after ${start.version} was written`)
      const answer = world.answers.get(response.headers.get('x-id') ?? '')
      if (!answer) return void faults.push(`${where}: no answer ${response.headers.get('x-id')}`)
      if (answer.version !== Number(version))
        faults.push(`${where}: header of ${answer.version}, body of ${version}`)
      if (mode !== 'default' || answer.arrived > start.event) return
      const age = start.now - answer.sentAt
      const hasFailed = world.failures.some(
        (failure) => failure.event > start.event && failure.event <= arrivedBy,
      )
      if (age >= answer.freshFor && age > answer.freshFor + answer.staleFor && !hasFailed)
        faults.push(`${where}: ${age} ms old, fresh for ${answer.freshFor}`)
    } catch (error) {
      const { name, message } = error as Error
      if (!/AbortError|TypeError/.test(name)) faults.push(`${where}: ${name} ${message}`)
    }
  }

  async function write(url: string): Promise<void> {
    const version = world.versionOf(url) + 1
    const response = await cache(url, { method: 'POST', body: 'x' })
    if (response.ok) written.set(url, Math.max(written.get(url) ?? 0, version))
  }

  const run = (work: Promise<void>) => {
    running.add(work)
    void work.finally(() => running.delete(work))
  }
  for (let step = 0; step < 80; step++) {
    const url = chance.pick(urls)
    const kind = chance.whole(1, 100)
    if (kind <= 60) {
      const controller = new AbortController()
      const mode = chance.pick(['default', 'default', 'default', 'default', 'reload', 'no-cache'] as const)
      run(read(url, mode, controller.signal))
      if (chance.percent(10)) queueMicrotask(() => controller.abort())
    } else if (kind <= 75) run(write(url))
    else if (kind <= 85) clock.jump(chance.pick([1000, 4000, 20_000, 61_000]))
    if (chance.percent(80)) await new Promise(setImmediate)
    for (let opened = chance.whole(0, 4); opened > 0 && world.gates.length > 0; opened--) {
      world.gates.splice(chance.whole(0, world.gates.length - 1), 1)[0]?.()
      await new Promise(setImmediate)
    }
  }
  for (let turn = 0; turn < 500 && (running.size > 0 || world.gates.length > 0); turn++) {
    world.gates.splice(0).forEach((go) => go())
    await new Promise(setImmediate)
  }
  if (running.size > 0) faults.push(`${seed}: ${running.size} never ended`)
  return faults
}

describe('random histories', () => {
  it.each(Array.from({ length: 10 }, (_, tens) => tens))('of ten seeds from %i0 on', async (tens) => {
    const faults: string[] = []
    for (let seed = tens * 10; seed < tens * 10 + 10; seed++) faults.push(...(await history(seed)))
    expect(faults.slice(0, 5)).toEqual([])
  })
})
