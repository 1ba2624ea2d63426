// @vitest-environment node
// The pages of errors against the errors: the messages that they quote are those that are thrown, answered and shown.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  DataSyncManager,
  fetchFresh,
  hashKey,
  HttpError,
  userMessage,
  type SyncError,
  type Transport,
} from '@freshline/core'
import { createResponseCache, createSyncServer } from '@freshline/server'
import { renderToString } from 'react-dom/server'
import { createElement } from 'react'
import { useSync } from '@freshline/react'
import { describe, expect, it, vi } from 'vitest'

const page = (path: string) => readFileSync(join(import.meta.dirname, '..', `${path}.md`), 'utf8')
const row = (text: string, name: string) =>
  new RegExp(`^\\| ${name} \\| (.*) \\|$`, 'm').exec(text)?.[1]?.replaceAll('\\\\', '\\')
const plain = (text: string | undefined) => text?.replaceAll('`', '')

const failing = async (act: () => unknown): Promise<SyncError> => {
  try {
    await act()
  } catch (error) {
    return error as SyncError
  }
  throw new Error('nothing was thrown')
}
const answering =
  (body: string, init?: ResponseInit): Transport =>
  async () =>
    new Response(body, { headers: { 'content-type': 'application/json' }, ...init })
const schema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: () => ({ issues: [{ message: 'no', path: [0, 'name'] }] }),
  },
} as const

describe('errors of the client', () => {
  const url = '/api/stores'
  const manager = () => new DataSyncManager()
  const cases: Record<string, () => unknown> = {
    aborted: () => fetchFresh(url, { signal: AbortSignal.abort(), transport: answering('1') }),
    bare_star: () => hashKey('stores:*') && manager().register('stores:*', () => 1),
    disposed: () => {
      const gone = manager()
      gone.dispose()
      gone.register('a', () => 1)
    },
    http_status: () => fetchFresh(url, { retry: 0, transport: answering('', { status: 503 }) }),
    invalid_key: () => hashKey(''),
    invalid_option: () => manager().register('a', () => 1, { ttl: -1 }),
    invalid_target: () => manager().invalidate({ tags: 'stores' } as never),
    network: () => fetchFresh(url, { retry: 0, transport: () => Promise.reject(new TypeError('failed')) }),
    no_manager: () => renderToString(createElement(() => void useSync('a'))),
    no_propagate: () =>
      new DataSyncManager({ propagate: async () => null }).mutate(() => 1, {
        invalidates: [() => true],
        propagate: true,
      }),
    parse: () => fetchFresh(url, { retry: 0, transport: answering('<html>') }),
    timeout: async () => {
      vi.useFakeTimers()
      const own = manager()
      own.register('stores', () => new Promise(() => {}), { timeout: 5_000, retry: false })
      await vi.advanceTimersByTimeAsync(6_000)
      vi.useRealTimers()
      throw own.getSnapshot('stores').error ?? new Error('no error')
    },
    unknown: async () => {
      const own = manager()
      own.register(
        'stores',
        () => {
          // oxlint-disable-next-line no-throw-literal
          throw 'a text'
        },
        { retry: false },
      )
      await vi.waitFor(() => expect(own.getSnapshot('stores').error).toBeDefined())
      throw own.getSnapshot('stores').error ?? new Error('no error')
    },
    validation: () => fetchFresh(url, { transport: answering('[]'), schema }),
  }

  it.each(Object.keys(cases))('%s: message, and sentence for people', async (code) => {
    const error = await failing(cases[code] ?? (() => undefined))
    const text = page(`errors/${code}`)
    expect(error.code).toBe(code)
    expect(plain(row(text, 'the message'))).toBe(error.message)
    const people = code === 'http_status' ? undefined : row(text, 'for people \\(`userMessage`\\)')
    expect([undefined, userMessage(error)]).toContain(people)
  })

  it('invalid_target: the messages for a mutation, and for what is no target', async () => {
    const wrong = await failing(() => manager().mutate(() => 1, { invalidates: 'stores' as never }))
    expect(plain(row(page('errors/invalid_target'), 'of a mutation'))).toBe(wrong.message)
    const none = await failing(() => manager().invalidate(undefined as never))
    expect(plain(row(page('errors/invalid_target'), 'of what is no target'))).toBe(none.message)
  })

  it('parse: the message for a page of HTML', async () => {
    const transport = answering('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    const error = await failing(() => fetchFresh(url, { retry: 0, transport }))
    expect(plain(row(page('errors/parse'), 'the message for HTML'))).toBe(plain(error.message))
  })

  it('http_status: a sentence for each status', () => {
    const text = page('errors/http_status')
    for (const status of [401, 403, 404, 429, 503, 418]) {
      expect(text).toContain(userMessage(new HttpError('', { status, headers: new Headers() })))
    }
  })
})

describe('answers of the server', () => {
  const json = { 'content-type': 'application/json' }
  const open = { authorize: () => true }
  const post = (body: BodyInit | null, headers: Record<string, string> = json) =>
    new Request('https://a.example/invalidate', { method: 'POST', body, headers })
  const cache = () => createResponseCache()
  const ask = (request: Request, options: object = open) =>
    createSyncServer({ cache: cache(), ...options }).fetch(request)
  const get = (path: string, headers = {}) => new Request(`https://a.example${path}`, { headers })
  const cases: Record<string, () => Promise<Response>> = {
    body_too_large: () => ask(post(JSON.stringify({ keys: ['x'.repeat(70_000)] }))),
    duplicate_member: () => ask(post('{"keys":[],"keys":[]}')),
    empty_body: () => ask(post('')),
    forbidden: () => ask(post('{}'), { authorize: () => false }),
    forbidden_member: () => ask(post('{"__proto__":1}')),
    foreign_origin: () => ask(post('{}', { ...json, cookie: 'a=b', origin: 'https://evil.example' })),
    invalid_body: () => ask(post('{"keys":["a*"]}')),
    invalid_json: () => ask(post('{')),
    invalid_utf8: () => ask(post(new Uint8Array([0xff, 0xfe]))),
    json_too_deep: () => ask(post(`{"keys":${'['.repeat(40)}${']'.repeat(40)}}`)),
    method_not_allowed: () => ask(get('/invalidate')),
    missing_origin: () => ask(post('{}', { ...json, cookie: 'a=b' })),
    not_acceptable: () => ask(get('/monitoring/metrics', { accept: 'image/png' })),
    not_configured: () => ask(get('/changes')),
    switched_off: () => ask(get('/'), { enabled: false }),
    unauthenticated: () =>
      ask(post('{}'), { authorize: () => ({ allowed: false, reason: 'unauthenticated' }) }),
    unknown_route: () => ask(get('/nowhere')),
    unsupported_encoding: () => ask(post('{}', { ...json, 'content-encoding': 'gzip' })),
    unsupported_media_type: () => ask(post('{}', { 'content-type': 'text/plain' })),
  }

  it.each(Object.keys(cases))('%s: status and detail', async (code) => {
    const response = await (cases[code] as () => Promise<Response>)()
    const answer = (await response.json()) as { code: string; status: number; detail: string }
    const text = page(`server-errors/${code}`)
    expect(answer.code).toBe(code)
    expect(row(text, 'status')).toMatch(new RegExp(`^${answer.status}\\b`))
    // A page quotes the sentence, or says what it tells.
    const quoted = row(text, '`detail`') ?? ''
    expect(/^(names|says) /.test(quoted) || quoted === answer.detail, `${quoted}: ${answer.detail}`).toBe(
      true,
    )
  })
})
