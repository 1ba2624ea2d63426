/** A real server on a free port with a database of its own, for one test file or one test. */
import { createApp, type App, type AppOptions } from '../../src/app.ts'
import { listen } from '../../src/node/listen.ts'

/** 3 March 2026, 10:30 UTC: where the tests' clock begins. */
export const START = Date.UTC(2026, 2, 3, 10, 30)

/** An answer with its body parsed, `undefined` when it has none. */
export interface Answer<T> {
  status: number
  headers: Headers
  body: T
}

/** What a test talks to. */
export interface TestServer {
  url: string
  app: App
  /** The server's clock; tests move it. */
  clock: { now: number }
  /** What was reported as a failure inside the server. */
  errors: unknown[]
  get<T>(path: string, headers?: Record<string, string>): Promise<Answer<T>>
  send<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>
  close(): Promise<void>
}

/** Starts it; by default in memory and without a background job. */
export async function startServer(options: Partial<AppOptions> = {}): Promise<TestServer> {
  const clock = { now: START }
  const errors: unknown[] = []
  const app = await createApp({
    dbFile: ':memory:',
    seed: 7,
    now: () => clock.now,
    onError: (error) => errors.push(error),
    ...options,
  })
  const listener = await listen(app.fetch, '127.0.0.1', 0)
  const url = `http://127.0.0.1:${listener.port}`
  return {
    url,
    app,
    clock,
    errors,
    get: (path, headers = {}) => read(fetch(url + path, { headers })),
    send: (method, path, body, headers = {}) =>
      read(
        fetch(url + path, {
          method,
          headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    close: async () => {
      await Promise.all([listener.close(), app.close()])
    },
  }
}

async function read<T>(pending: Promise<Response>): Promise<Answer<T>> {
  const response = await pending
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  }
}
