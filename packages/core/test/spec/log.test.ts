// D5: the readable log, its levels, its sink, and what it does not show.
import { fakeClock, flush } from '@freshline/test-utils'
import {
  DataSyncManager,
  fixedEnvironment,
  HttpError,
  TtlCache,
  type DataSyncManagerOptions,
  type LogLevel,
  type LogOption,
} from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.restoreAllMocks()
})

function setup(log: LogOption | undefined, options: DataSyncManagerOptions = {}) {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const reported: unknown[] = []
  const cache = new TtlCache({ clock })
  const manager = new DataSyncManager({
    clock,
    environment,
    cache,
    report: (error, where) => reported.push([(error as Error).message, where]),
    log,
    ...options,
  })
  return { clock, environment, manager, cache, reported }
}

/** A log that keeps its lines. */
function lines(level?: LogLevel, redact?: (line: string) => readonly string[]) {
  const written: string[] = []
  const log: LogOption = { level, redact, sink: (at, line) => written.push(`${at}: ${line}`) }
  return { log, written, take: () => written.splice(0) }
}

describe('D5 lines', () => {
  it('tell what people and switches did, and what failed', async () => {
    const { log, take } = lines()
    const { clock, manager } = setup(log)
    let fails = false
    const registration = manager.register(
      'license-keys',
      async () => {
        if (fails) throw new Error('the server is down')
        return 1
      },
      { interval: 15_000, retry: false },
    )
    await clock.advance(15_000)
    expect(take()).toEqual(['info: [Freshline] Registered license-keys (15 s)'])
    await registration.refresh()
    manager.pause()
    manager.resume()
    manager.pause('license-keys')
    manager.setEnabled('license-keys', false)
    fails = true
    await registration.refresh()
    registration.unregister()
    expect(take()).toEqual([
      'info: [Freshline] Manual refresh completed: license-keys (unchanged)',
      'info: [Freshline] Paused everything',
      'info: [Freshline] Resumed everything',
      'info: [Freshline] Paused license-keys',
      'info: [Freshline] Paused license-keys',
      'error: [Freshline] Failed license-keys: the server is down (1 in a row)',
      'info: [Freshline] Unregistered license-keys',
    ])
  })

  it('of a key without an interval name none', () => {
    const { log, take } = lines()
    const { manager } = setup(log)
    manager.register('stats', async () => 1)
    manager.register('fast', async () => 1, { interval: 1500 })
    expect(take()).toEqual([
      'info: [Freshline] Registered stats',
      'info: [Freshline] Registered fast (1.5 s)',
    ])
  })

  it('at debug tell every request: misses as they are fetched, hits as they are saved', async () => {
    const { log, take } = lines('debug')
    const { clock, manager } = setup(log)
    manager.register('k', async () => ({}), { interval: 15_000 })
    await flush()
    expect(take()).toEqual([
      'info: [Freshline] Registered k (15 s)',
      'debug: [Freshline] Miss, fetching k (registered)',
      'debug: [Freshline] Updated k (registered)',
    ])
    await clock.advance(15_000)
    expect(take()).toEqual([
      'debug: [Freshline] Miss, fetching k (poll)',
      'debug: [Freshline] Unchanged k (poll)',
    ])
    manager.register('k', async () => ({}), { interval: 15_000 })
    expect(take()).toEqual([expect.stringMatching(/^debug: \[Freshline\] Hit.* k\b/)])
  })

  it('warn of exact targets that are unknown, and of no others', async () => {
    const { log, take } = lines()
    const { manager, cache } = setup(log)
    cache.set('held', 1)
    await manager.invalidate('held')
    await manager.invalidate('nobody:*')
    await manager.invalidate({ tag: 'nobody' })
    expect(take()).toEqual([])
    await manager.invalidate(['stores', 'list'])
    await manager.refresh('list')
    expect(take()).toEqual([
      'warn: [Freshline] Unknown key stores:list: nothing to do',
      'warn: [Freshline] Unknown key list: nothing to do',
    ])
  })

  it('warn of exact targets of a mutation that are unknown once it is done', async () => {
    const { log, take } = lines('warn')
    const { manager, cache } = setup(log)
    cache.set('held', 1)
    const written = manager.mutate(() => 1, { invalidates: ['held', 'store', 'nobody:*', { tag: 'nobody' }] })
    expect(take()).toEqual([])
    await written
    expect(take()).toEqual(['warn: [Freshline] Unknown key store: nothing to do'])
    const refusal = new HttpError('no', { status: 422, headers: new Headers() })
    await manager.mutate(() => Promise.reject(refusal), { invalidates: ['store'] }).catch(() => {})
    expect(take()).toEqual([])
    await manager.mutate(() => 1, { invalidates: ['made'], commit: [{ key: 'made', data: () => 1 }] })
    expect(take()).toEqual([])
  })
})

describe('D5 levels and sinks', () => {
  it('is off unless asked for, and on the console where no sink is given', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    for (const off of [undefined, false]) {
      setup(off).manager.register('quiet', () => Promise.reject(new Error('down')), { retry: false })
    }
    await flush()
    expect([log.mock.calls, error.mock.calls]).toEqual([[], []])
    setup(true).manager.register('loud', () => Promise.reject(new Error('down')), { retry: false })
    await flush()
    expect(log.mock.calls).toEqual([['[Freshline] Registered loud']])
    expect(error.mock.calls).toEqual([['[Freshline] Failed loud: down (1 in a row)']])
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await setup(true).manager.invalidate('nobody')
    expect(warn.mock.calls).toEqual([['[Freshline] Unknown key nobody: nothing to do']])
  })

  it('writes up to the level that is asked for', async () => {
    const run = async (level: LogLevel) => {
      const { log, written } = lines(level)
      const { manager } = setup(log)
      manager.register('k', () => Promise.reject(new Error('down')), { retry: false })
      await flush()
      return written.map((line) => line.split(':')[0])
    }
    expect(await run('error')).toEqual(['error'])
    expect(await run('info')).toEqual(['info', 'error'])
    expect(await run('debug')).toEqual(['info', 'debug', 'error'])
  })

  it('hands a bare sink every line, with level and event', async () => {
    const sink = vi.fn()
    const { manager } = setup(sink)
    manager.register('k', async () => 1)
    expect(sink.mock.calls).toEqual([
      ['info', '[Freshline] Registered k', expect.objectContaining({ type: 'registered', key: 'k' })],
      ['debug', '[Freshline] Miss, fetching k (registered)', expect.objectContaining({ type: 'fetching' })],
    ])
  })

  it('survives a sink and a redact hook that throw', async () => {
    const broken = () => {
      throw new Error('mine')
    }
    for (const log of [broken, { redact: broken, sink: () => {} }] as LogOption[]) {
      const { manager, reported } = setup(log)
      const registration = manager.register('k', async () => 1)
      expect(await registration.refresh()).toMatchObject({ data: 1 })
      expect(await manager.refresh('unknown')).toMatchObject({ skipped: ['unknown'] })
      await manager.invalidate('unknown')
      expect(reported.length).toBeGreaterThan(0)
      expect(reported.every((line) => (line as string[])[0] === 'mine')).toBe(true)
    }
  })

  it.each(['loud', 5, { level: 'trace' }])('refuses %j', (log) => {
    expect(() => setup(log as LogOption)).toThrow(
      expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining('log') as string }),
    )
  })
})

describe('D5 secrets', () => {
  /** The line that names a secret in an error message. */
  async function lineWith(text: string, redact?: (line: string) => readonly string[]) {
    const { log, written } = lines('error', redact)
    const { manager } = setup(log)
    manager.register('k', () => Promise.reject(new Error(`refused ${text} today`)), { retry: false })
    await flush()
    return written[0]?.replace('error: [Freshline] Failed k: ', '').replace(' (1 in a row)', '')
  }

  it.each([
    ['license key', 'ABCD-1234-EFGH-5678', 'ABCD-123'],
    ['long license key', 'PRO1-A2B3-C4D5-E6F7-G8H9', 'PRO1-A2B'],
    ['hex token', '9f86d081884c7d659a2feaa0c55ad015', '9f86d081'],
    ['secret key', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'sk_live_'],
    ['github token', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'ghp_16C7'],
  ])('a %s is cut to 8 characters', async (_, secret, cut) => {
    expect(await lineWith(secret)).toBe(`refused ${cut}… today`)
  })

  it('a JSON Web Token does not show its payload or signature', async () => {
    const [header, payload, signature] = [
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
      'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0',
      'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
    ]
    const line = await lineWith(`${header}.${payload}.${signature}`)
    expect(line).not.toContain(payload.slice(0, 12))
    expect(line).not.toContain(signature.slice(0, 12))
    expect(line).not.toContain(header.slice(0, 12))
  })

  it('a bearer header and a query parameter are cut', async () => {
    expect(await lineWith('Bearer dGhpc2lzYXNlY3JldHRva2VuMTIz')).toBe('refused Bearer dGhpc2lz… today')
    expect(await lineWith('/api?token=9f86d081884c7d659a2feaa0c55ad015&page=2')).toBe(
      'refused /api?token=9f86d081…&page=2 today',
    )
  })

  it('secrets in keys are cut, everywhere in the line', async () => {
    const { log, take } = lines('debug')
    const { manager } = setup(log)
    manager.register(['license', 'ABCD-1234-EFGH-5678'], async () => 1)
    await manager.refresh('license:WXYZ-1234-EFGH-5678')
    await flush()
    expect(take().join('\n')).not.toMatch(/EFGH/)
  })

  it.each([
    'license-keys',
    'admin-users-2026',
    '2026-11-21',
    '/api/v2/stores/42/opening-hours',
    'customers:page-2:size-50',
    'https://shop.example.com/api/products?page=12&sort=name',
    'internationalization',
  ])('%s is no secret', async (text) => {
    expect(await lineWith(text)).toBe(`refused ${text} today`)
  })

  it('what a redact hook names is cut, all of it', async () => {
    const redact = (line: string) => line.match(/user-\w+/g) ?? []
    expect(await lineWith('user-margaret and user-margaret and user-bo', redact)).toBe(
      'refused user-mar… and user-mar… and user-bo today',
    )
    expect(await lineWith('nothing', () => ['', 'absent', 'a.*b'])).toBe('refused nothing today')
  })
})
