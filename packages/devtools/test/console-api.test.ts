import { HttpError } from '@freshline/core'
import { deferred } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from './page'

let open: ReturnType<typeof page> | undefined
const start = (...args: Parameters<typeof page>) => (open = page(...args))

afterEach(() => {
  open?.uninstall()
  open?.manager.dispose()
  vi.useRealTimers()
})

describe('status', () => {
  it('prints one row a key in words and answers the rows of the manager', async () => {
    const { manager, api, output, advance } = start()
    manager.register('stats', async () => 1, { interval: 30_000 })
    manager.register('users', () => Promise.reject(new Error('500')), { interval: 60_000, retry: false })
    manager.subscribe('stats', () => {})
    await advance(3000)
    const rows = api.status()
    expect(rows).toEqual(manager.getStatus())
    const [title, table, hint] = output.take()
    expect(title).toBe('Freshline: 2 keys, 1 failing, online, auto-sync on')
    expect(table).toEqual([
      {
        key: 'stats',
        freshness: 'fresh',
        polling: 'on',
        'last sync': '3 s ago',
        'next sync': 'in 27 s',
        subscribers: 1,
        failures: 0,
        'last error': '',
      },
      expect.objectContaining({ key: 'users', freshness: 'empty', failures: 1, 'last error': '500' }),
    ])
    expect(hint).toBe("  explain('key') says why; help() lists what else there is")
  })

  it('narrows to keys that hold a text, and prints at most a hundred', async () => {
    const { manager, api, output } = start()
    for (let index = 0; index < 150; index++) manager.subscribe(`stores:${index}`, () => {})
    expect(api.status('stores:14')).toHaveLength(11)
    output.take()
    expect(api.status()).toHaveLength(150)
    expect(output.lines[1]).toHaveLength(100)
    expect(output.lines[2]).toBe('  … and 50 more; name a part of a key to narrow it')
    output.take()
    expect(api.status('users')).toEqual([])
    expect(output.take()).toEqual(['Freshline: no key holds "users"'])
  })
})

describe('refresh', () => {
  it('asks for one key, a pattern or everything, and prints what became of each', async () => {
    const { manager, api, output, advance } = start()
    let stores = 0
    manager.register('stores:1', async () => ++stores)
    manager.register('stores:2', async () => 'same')
    manager.register('users', () =>
      Promise.reject(new HttpError('GET /users: 403', { status: 403 } as never)),
    )
    await advance(0)
    const report = await api.refresh('stores:*')
    expect(report).toMatchObject({ refreshed: ['stores:1'], unchanged: ['stores:2'], failed: [] })
    expect(output.take()).toEqual([
      'Freshline: refreshed: 1 changed, 1 unchanged',
      [
        { key: 'stores:1', result: 'changed', note: '' },
        { key: 'stores:2', result: 'unchanged', note: '' },
      ],
    ])
    expect((await api.refresh())?.failed).toEqual(['users'])
    expect(output.lines[0]).toBe('Freshline: refreshed: 1 changed, 1 unchanged, 1 failed')
    expect(output.lines[1]).toContainEqual({ key: 'users', result: 'failed', note: 'GET /users: 403' })
  })

  it('says of an unknown key which one may be meant', async () => {
    const { manager, api, output, advance } = start()
    manager.register('license-keys', async () => 1)
    await advance(0)
    expect((await api.refresh('licence-keys'))?.skipped).toEqual(['licence-keys'])
    expect(output.take()[1]).toEqual([
      { key: 'licence-keys', result: 'skipped', note: 'unknown key; did you mean license-keys?' },
    ])
  })

  it('says why a key was skipped', async () => {
    const { manager, api, output, environment, advance } = start()
    manager.register('stats', async () => 1, { interval: 1000 })
    await advance(0)
    environment.set({ online: false })
    await api.refresh('stats')
    expect(output.take()[1]).toEqual([
      { key: 'stats', result: 'skipped', note: 'there is no network; it is asked when that is back' },
    ])
  })
})

describe('invalidate', () => {
  it('makes keys stale and prints what was asked again', async () => {
    const { manager, api, output, advance } = start()
    manager.register('stores:1', async () => 1, { interval: 15_000 })
    manager.setData('stores:2', 2)
    await advance(0)
    const report = await api.invalidate('stores:*')
    expect(report).toMatchObject({ unchanged: ['stores:1'], skipped: ['stores:2'] })
    expect(output.take()).toEqual([
      'Freshline: invalidated: 1 unchanged, 1 skipped',
      [
        { key: 'stores:1', result: 'unchanged', note: '' },
        { key: 'stores:2', result: 'skipped', note: 'nobody has registered it' },
      ],
    ])
    await api.invalidate('users:*')
    expect(output.take()).toEqual(['Freshline: invalidated: nothing matched'])
  })
})

describe('pause and resume', () => {
  it('switch everything, and say so', () => {
    const { manager, api, output } = start()
    expect(api.pause()).toEqual([])
    expect(manager.isPaused).toBe(true)
    api.resume()
    expect(manager.isPaused).toBe(false)
    expect(output.take()).toEqual([
      'Freshline: auto-sync is off; resume() switches it on',
      'Freshline: auto-sync is on',
    ])
  })

  it('switch what a target names and answer the keys', async () => {
    const { manager, api, output, advance } = start()
    manager.register('stores:1', async () => 1)
    manager.register('stores:2', async () => 1)
    await advance(0)
    expect(api.pause('stores:*')).toEqual(['stores:1', 'stores:2'])
    expect(api.pause('stores:1')).toEqual([])
    expect(api.resume('stores:2')).toEqual(['stores:2'])
    expect(output.take()).toEqual([
      'Freshline: paused stores:1, stores:2',
      'Freshline: no key matched that was not paused already',
      'Freshline: resumed stores:2',
    ])
  })
})

describe('metrics', () => {
  it('prints the totals in words and answers them', async () => {
    const { manager, api, output, advance } = start()
    manager.register('stats', async () => 1)
    await advance(0)
    expect(api.metrics()).toMatchObject(manager.metrics())
    expect(api.metrics()?.report.total.requests.changed).toBe(1)
    const [title, table, rate] = output.take()
    expect(title).toBe('Freshline: since the manager was made')
    expect(table).toContainEqual({ what: 'requests begun', count: 1 })
    expect(rate).toBe('  100.0 % of finished requests succeeded')
  })
})

describe('inspect', () => {
  it('prints state, data and events, and answers them whole', async () => {
    const { manager, api, output, advance } = start()
    manager.register('users', async () => ({ list: [1, 2, 3] }), { interval: 10_000 })
    await advance(2000)
    const inspection = api.inspect('users')
    expect(inspection).toMatchObject({
      key: 'users',
      snapshot: { data: { list: [1, 2, 3] } },
      status: { key: 'users' },
    })
    expect(inspection?.events.map(({ type, reason }) => [type, reason])).toEqual([
      ['registered', undefined],
      ['fetching', 'registered'],
      ['fresh', 'registered'],
      ['success', 'registered'],
    ])
    const [title, line, data, events] = output.take()
    expect(title).toBe('Freshline: users')
    expect(line).toBe('  success, fresh, idle · source: network · confirmed 2 s ago · stale in 13 s')
    expect(data).toEqual(['data', { list: [1, 2, 3] }])
    expect(events).toContainEqual({ event: 'fetching', reason: 'registered', when: '2 s ago', message: '' })
  })
})

describe('log', () => {
  it('prints events of a level as they happen, until it is switched off', async () => {
    const { manager, api, output, advance } = start()
    expect(api.log('info')).toBe('info')
    expect(output.take()).toEqual([
      "Freshline: prints events of level info and above; log('error' | 'warn' | 'info' | 'debug' | false)",
    ])
    manager.register('stats', () => Promise.reject(new Error('down')), { retry: false })
    await advance(0)
    expect(output.take()).toEqual([
      '[Freshline] stats: registered',
      '[Freshline] stats: failed 1 in a row: down',
    ])
    api.log('debug')
    output.take()
    await manager.refresh('stats')
    expect(output.take()).toEqual([
      '[Freshline] stats: asking, because somebody called refresh()',
      '[Freshline] stats: failed 2 in a row: down',
    ])
    expect(api.log(false)).toBe(false)
    expect(api.log()).toBe(false)
    output.take()
    await manager.refresh('stats')
    expect(output.take()).toEqual([])
    expect(api.log('loud' as never)).toBeUndefined()
    expect(output.take()[0]).toMatch(/^! Freshline: log: got "loud"/)
  })

  it('ends with the devtools', async () => {
    const { manager, api, output, uninstall } = start()
    api.log(true)
    uninstall()
    output.take()
    manager.pause()
    expect(output.take()).toEqual([])
  })
})

describe('keys', () => {
  it('are the snapshots by key, for the console to complete', async () => {
    const { manager, api, advance } = start()
    manager.register('stores:1', async () => 'North')
    await advance(0)
    expect(Object.keys(api.keys)).toEqual(['stores:1'])
    expect(api.keys['stores:1']).toBe(manager.getSnapshot('stores:1'))
  })
})

describe('help', () => {
  it('lists what can be called', () => {
    const { api, output } = start()
    api.help()
    const [title, table] = output.take()
    expect(title).toBe('Freshline: what can be called on window.__FRESHLINE__')
    const calls = (table as { call: string }[]).map(({ call }) => call).join(' ')
    const { name: _name, help: _help, ...rest } = api
    for (const name of Object.keys(rest)) expect(calls).toContain(name)
  })
})

describe('bad input', () => {
  it('is one readable line, and neither thrown nor rejected', async () => {
    const { api, output } = start()
    const bad = undefined as never
    expect(api.explain(bad)).toBeUndefined()
    expect(api.inspect({} as never)).toBeUndefined()
    expect(api.pause(42 as never)).toBeUndefined()
    expect(api.status(42 as never)).toBeUndefined()
    await expect(api.refresh({ tga: 'x' } as never)).resolves.toBeUndefined()
    await expect(api.refresh('x', { forced: true } as never)).resolves.toBeUndefined()
    await expect(api.refresh('x', { constructor: 1 } as never)).resolves.toBeUndefined()
    await expect(api.refresh('x', true as never)).resolves.toBeUndefined()
    await expect(api.invalidate(bad)).resolves.toBeUndefined()
    await expect(api.invalidate('x', { refetch: 'all' } as never)).resolves.toBeUndefined()
    const lines = output.take() as string[]
    expect(lines).toHaveLength(10)
    for (const line of lines) expect(line).toMatch(/^! Freshline: \S.* got .*allowed: /)
  })
})

describe('secrets', () => {
  it('are cut to 8 characters in what is printed, and whole in what is answered', async () => {
    const { manager, api, output, advance } = start({}, { redact: () => ['Alice Example'] })
    const key = 'license:ABCD-EF12-GH34-JK56'
    manager.register(key, async () => ({
      apiKey: 'averylongsecret',
      owner: 'Alice Example',
      note: 'plain words',
    }))
    await advance(0)
    const rows = api.status()
    api.explain(key)
    const inspection = api.inspect(key)
    await api.refresh(key)
    expect(rows?.[0]?.key).toBe(key)
    expect(inspection?.snapshot.data).toEqual({
      apiKey: 'averylongsecret',
      owner: 'Alice Example',
      note: 'plain words',
    })
    const printed = JSON.stringify(output.take())
    expect(printed).toContain('license:ABCD-EF1…')
    expect(printed).toContain('averylon…')
    expect(printed).toContain('Alice Ex…')
    expect(printed).toContain('plain words')
    for (const secret of ['GH34', 'averylongsecret', 'Alice Example']) expect(printed).not.toContain(secret)
  })

  it('data that cannot be read is printed as that', async () => {
    const { manager, api, output, advance } = start()
    const cycle: Record<string, unknown> = { many: Array.from({ length: 30 }, (_, index) => index) }
    cycle['self'] = cycle
    Object.defineProperty(cycle, 'bad', {
      enumerable: true,
      get() {
        throw new Error('no')
      },
    })
    manager.setData('odd', cycle)
    await advance(0)
    expect(api.inspect('odd')?.snapshot.data).toBe(cycle)
    expect(output.take()).toContainEqual(['data', '(cannot be read)'])
  })
})

describe('a request under way', () => {
  it('leaves nothing hanging when devtools are taken off', async () => {
    const { manager, api, uninstall, advance } = start()
    const answer = deferred<number>()
    manager.register('slow', () => answer.promise)
    const pending = api.refresh('slow')
    uninstall()
    answer.resolve(1)
    await advance(0)
    await expect(pending).resolves.toMatchObject({ refreshed: ['slow'] })
    expect('__FRESHLINE__' in window).toBe(false)
  })
})
