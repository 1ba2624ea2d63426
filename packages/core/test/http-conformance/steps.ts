/** Tests as steps: what is asked, how the origin would answer, and who should have answered. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHttpCache } from '@freshline/core'
import { fakeClock, type FakeClock } from '@freshline/test-utils'
import { Origin, type Exchange, type Reply } from './origin'

/**
 * Who answered, and how:
 * - `network`: the origin, asked without conditions that the caller did not give;
 * - `fetched`: the origin in full, asked in whatever way;
 * - `cached`: the cache alone;
 * - `etag` / `lm`: the cache, after the origin confirmed the validator;
 * - `revalidating`: the cache alone, while the origin is asked in the background;
 * - `instead`: the cache, because the origin failed;
 * - `rejected`: nobody, and the origin was not asked; `failed`: nobody, though it was;
 * - `any`: it does not matter.
 */
export type Outcome =
  | 'network'
  | 'fetched'
  | 'cached'
  | 'etag'
  | 'lm'
  | 'revalidating'
  | 'instead'
  | 'rejected'
  | 'failed'
  | 'any'

export interface Step {
  /** Added to the test's own path. */
  readonly suffix?: string
  readonly init?: RequestInit
  /** Seconds that pass before the request. */
  readonly wait?: number
  /** How the origin answers, should it be asked. A validated step is confirmed by 304 where nothing is said. */
  readonly reply?: Reply
  readonly expect?: Outcome
  readonly status?: number
  /** Fields of the answer; `null`: it has no such field. */
  readonly has?: Readonly<Record<string, string | RegExp | null>>
  /** Fields that the origin was sent. */
  readonly sent?: Readonly<Record<string, string | RegExp | null>>
  /** Whose body a cached answer has: the number of a step from 0. Default: what the step before left. */
  readonly from?: number
}

export interface Taken {
  readonly response: Response | undefined
  readonly error: unknown
  readonly text: string
  readonly exchanges: readonly Exchange[]
}

export type HttpCache = ReturnType<typeof createHttpCache>

interface Stored {
  readonly text: string
  readonly status: number
}

export interface World {
  /** Whether what is fetched now is waited for by `settled`. */
  watching: boolean
  readonly clock: FakeClock
  readonly origin: Origin
  readonly fetch: HttpCache
  /** A path that no other test uses. */
  path(): string
  run(steps: readonly Step[], path?: string): Promise<Taken[]>
  /** What was fetched in the background has arrived. */
  settled(): Promise<void>
}

/** One origin and one cache for a test file; each test has paths of its own. */
export function useWorld(): World {
  const clock = fakeClock(Date.UTC(2026, 10, 22, 12))
  const origin = new Origin(clock)
  const bodies: Promise<unknown>[] = []
  let cache: HttpCache | undefined
  let paths = 0
  beforeAll(async () => {
    await origin.listen()
    cache = createHttpCache({ transport, clock })
  })
  afterAll(() => origin.close())
  const transport = async (input: string | URL, init?: RequestInit) => {
    const response = await fetch(input, init)
    // Known to be read to its end, so that a test can wait for what happens in the background.
    if (world.watching) bodies.push(response.clone().text().catch(String))
    return response
  }
  const world: World = {
    clock,
    origin,
    watching: false,
    fetch: ((...args) => {
      if (!cache) throw new Error('asked before the test began')
      return cache(...args)
    }) as HttpCache,
    path: () => `/t${++paths}`,
    run: (steps: readonly Step[], path = world.path()) => runSteps(steps, path, world),
    async settled() {
      await Promise.all(bodies.splice(0))
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    },
  }
  return world
}

async function runSteps(steps: readonly Step[], path: string, world: World): Promise<Taken[]> {
  const { clock, origin } = world
  const all: Taken[] = []
  const stored: Stored[] = []
  for (const [index, step] of steps.entries()) {
    const where = `step ${index + 1}`
    const outcome = step.expect ?? 'network'
    clock.jump((step.wait ?? 0) * 1000)
    origin.replies.set(path, replyFor(step, outcome))
    const before = origin.exchanges.length
    const sent = () =>
      origin.exchanges
        .slice(before)
        .filter(({ url }) => url.startsWith(path) && !/^\d/.test(url.slice(path.length)))
    world.watching = outcome === 'revalidating'
    const answer = await take(() => world.fetch(`${origin.url}${path}${step.suffix ?? ''}`, step.init))
    if (outcome === 'revalidating') {
      await until(() => sent().length > 0, `${where}: a request in the background`)
      await world.settled()
    }
    const taken = { ...answer, exchanges: sent() }
    all.push(taken)
    const held = stored[step.from ?? index - 1]
    check(step, outcome, taken, held, where)
    const [asked] = taken.exchanges
    const replaces = asked && asked.status !== 304 && outcome !== 'instead'
    stored.push(replaces ? { text: asked.text, status: asked.status } : (held ?? { text: '', status: 0 }))
  }
  return all
}

function replyFor(step: Step, outcome: Outcome): Reply | ((request: { headers: object }) => Reply) {
  if (step.reply) return step.reply
  if (outcome !== 'etag' && outcome !== 'lm') return {}
  const field = outcome === 'etag' ? 'if-none-match' : 'if-modified-since'
  return ({ headers }) => (field in headers ? { status: 304 } : {})
}

async function take(ask: () => Promise<Response>) {
  try {
    const response = await ask()
    return { response, text: await response.text(), error: undefined }
  } catch (error) {
    return { response: undefined, text: '', error }
  }
}

function check(step: Step, outcome: Outcome, taken: Taken, held: Stored | undefined, where: string): void {
  const { response, exchanges, text, error } = taken
  const [exchange] = exchanges
  if (outcome === 'any') return
  if (outcome === 'rejected' || outcome === 'failed') {
    expect(error, `${where}: rejects`).toBeDefined()
    expect(exchanges.length, `${where}: requests`).toBe(outcome === 'failed' ? 1 : 0)
    return
  }
  expect(error, `${where}: fails`).toBeUndefined()
  expect(exchanges.length, `${where}: requests (${outcome})`).toBe(outcome === 'cached' ? 0 : 1)
  if (outcome === 'network') expect(conditions(exchange, step.init), `${where}: conditions`).toEqual([])
  if (outcome === 'etag') expect(conditions(exchange, step.init), where).toContain('if-none-match')
  if (outcome === 'lm') expect(conditions(exchange, step.init), where).toContain('if-modified-since')
  const fresh = outcome === 'network' || outcome === 'fetched'
  expect(text, `${where}: body`).toBe(fresh ? exchange?.text : held?.text)
  const status = fresh ? exchange?.status : held?.status
  expect(response?.status, `${where}: status`).toBe(step.status ?? status)
  for (const [name, value] of Object.entries(step.has ?? {})) {
    expectField(response?.headers.get(name) ?? null, value, `${where}: field ${name}`)
  }
  for (const [name, value] of Object.entries(step.sent ?? {})) {
    expectField(exchange?.headers[name]?.toString() ?? null, value, `${where}: request field ${name}`)
  }
}

/** The conditions that the origin got though the caller gave none. */
function conditions(exchange: Exchange | undefined, init: RequestInit | undefined): string[] {
  const given = new Headers(init?.headers)
  return ['if-none-match', 'if-modified-since'].filter((name) => exchange?.headers[name] && !given.has(name))
}

function expectField(field: string | null, value: string | RegExp | null, where: string): void {
  if (value instanceof RegExp) expect(field ?? '', where).toMatch(value)
  else expect(field, where).toBe(value)
}

/** Waits, in real time but with a bound, for what happens in the background. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (holds()) return
    await new Promise((next) => setTimeout(next, 5))
  }
  throw new Error(`${what}: never`)
}

/** Whether a first answer with these headers is used again, `wait` seconds later. */
export type Row = readonly [name: string, headers: Reply['headers'], outcome: Outcome, wait?: number]

/** One test per row: a first answer with headers, and who answers the second request. */
export function table(world: World, rows: readonly Row[]): void {
  it.each(rows.map((row) => ({ name: row[0], row })))('$name', async ({ row }) => {
    const [, headers = {}, outcome, wait = 2] = row
    await world.run([{ reply: { headers } }, { wait, expect: outcome }])
  })
}
