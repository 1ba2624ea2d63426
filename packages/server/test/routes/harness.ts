/** What the tests of routes have in common: requests, and what came of them. */
import { fakeClock } from '@freshline/test-utils'
import { Webhook } from 'standardwebhooks'
import {
  createResponseCache,
  createSyncServer,
  memoryStore,
  type SyncServer,
  type SyncServerOptions,
} from '../../src/index'

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A server over a cache in memory, on a clock that the test moves; everything is allowed unless said otherwise. */
export function start(options: SyncServerOptions = {}) {
  const clock = fakeClock(Date.UTC(2026, 10, 22, 12))
  const cache = createResponseCache({ clock, store: memoryStore() })
  const errors: unknown[] = []
  const server = createSyncServer({
    cache,
    clock,
    authorize: () => true,
    onError: (error) => void errors.push(error),
    ...options,
  })
  return { clock, cache, errors, server }
}

/** Fields that a page may not set are taken as they are, as a server sees them. */
export function request(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: BodyInit,
): Request {
  const made = new Request(`https://api.example${path}`, { method, ...(body !== undefined && { body }) })
  const fields = new Headers(headers)
  // A Request of fetch drops some fields, so they stand beside it.
  return Object.defineProperty(made, 'headers', { value: fields })
}

export function postJson(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return request('POST', path, { 'content-type': 'application/json', ...headers }, text)
}

/** Status and code of a refusal, or status and body of an answer. */
export async function outcome(response: Response): Promise<string> {
  const text = await response.text()
  const { code } = (text === '' ? {} : JSON.parse(text)) as { code?: string }
  return `${response.status} ${code ?? text}`
}

export async function ask(server: SyncServer, sent: Request): Promise<string> {
  return outcome(await server.fetch(sent))
}

/** Keeps a text in the cache, so that an invalidation has something to count. */
export async function keep(
  cache: ReturnType<typeof createResponseCache>,
  key: string,
  tags: readonly string[] = [],
) {
  await cache.load(key, () => key, { tags })
}

/** A webhook as a sender signs it. */
export function webhook(
  body: unknown,
  { id = 'msg_1', at, secret = SECRET }: { id?: string; at: number; secret?: string },
): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const sentAt = new Date(at)
  return postJson('/webhook', text, {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, text),
  })
}
