import type {
  ApiMetricsReport,
  ErrorsReport,
  MetricsReport,
  StatusReport,
} from '@freshline/example-server/api-types'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { DataSyncProvider } from '@freshline/react'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describe as describeAlert } from '../src/monitoring/alert-list'
import { frequencyOf } from '../src/monitoring/error-list'
import { MonitoringPage } from '../src/monitoring/monitoring-page'
import { pressRefresh, warnings } from './indicators'

// What is drawn is looked at in a real browser.
vi.mock('../src/ui/chart', () => ({ Chart: () => null }))

const latency = { mean: 8, p50: 4, p95: 42, p99: 1_240, max: 1_300 }
const recent = { requests: 120, failures: 6, errorRate: 0.05, latency }
const cache = {
  hits: 90,
  misses: 10,
  hitRatio: 0.9,
  stats: { hits: 80, staleHits: 10, misses: 10, loads: 7, joins: 3, entries: 12, bytes: 34_000 },
}

const reports = () => ({
  status: {
    at: 1_000,
    status: 'degraded',
    uptime: 7_200_000,
    health: {
      status: 'degraded',
      at: 1_000,
      checks: {
        store: {
          status: 'degraded',
          name: 'redis',
          detail: 'connect ECONNREFUSED',
          since: -59_000,
          duration: 3,
        },
        database: { status: 'ok', duration: 0.4 },
      },
    },
    alerts: [{ name: 'p95', state: 'raised', value: 1_500, threshold: 1_000, at: 500 }],
    recent,
    cache,
  } satisfies StatusReport,
  metrics: {
    at: 1_000,
    uptime: 7_200_000,
    cpu: { user: 1, system: 1, usage: 0.125, count: 2, load: 0.5 },
    memory: {
      rss: 180_000_000,
      heapUsed: 40_000_000,
      heapTotal: 1,
      external: 1,
      available: 1,
      total: 8e9,
    },
    eventLoop: { mean: 1, p99: 4, max: 9 },
    disk: { total: 200e9, free: 50e9 },
    requests: { total: 200, failures: 6, slow: 1, inProgress: 0, recent },
    cache,
  } satisfies MetricsReport,
  'api-metrics': {
    at: 1_000,
    window: 300_000,
    slowAfter: 500,
    recent,
    routes: Array.from({ length: 10 }, (_, place) => ({
      route: `GET /api/admin/route-${place}`,
      requests: 100 - place,
      failures: place === 0 ? 5 : 0,
      slow: place === 0 ? 1 : 0,
      inProgress: 0,
      statuses: place === 0 ? { '200': 80, '304': 15, '500': 4, '0': 1 } : { '200': 100 - place },
      methods: { GET: 100 - place },
      recent,
    })),
    slow: [{ route: 'GET /api/admin/route-0', method: 'GET', status: 200, duration: 612, at: 900 }],
  } satisfies ApiMetricsReport,
  errors: {
    at: 1_000,
    total: 12,
    dropped: 0,
    errorRate: 0.05,
    groups: [
      {
        fingerprint: 'f1',
        name: 'TypeError',
        message: 'x is not a function',
        stack: '    at handle (app.ts:1:2)\n    at serve (app.ts:3:4)',
        route: 'GET /api/admin/route-0',
        count: 12,
        firstSeen: 0,
        lastSeen: 180_000,
      },
    ],
  } satisfies ErrorsReport,
})

type Reports = { [Name in keyof ReturnType<typeof reports>]: object }
let answers: Reports | undefined
let manager: DataSyncManager

beforeEach(() => {
  answers = reports()
  manager = new DataSyncManager({ environment: fixedEnvironment(), defaults: { retry: 0 } })
  vi.stubGlobal('fetch', async (input: string | URL) => {
    const name = String(input)
      .split(/[/?]/)
      .find((part) => answers !== undefined && part in answers)
    if (name === undefined) return Response.json({ detail: 'no' }, { status: 500 })
    return Response.json(answers?.[name as keyof Reports])
  })
})

afterEach(() => {
  cleanup()
  manager.dispose()
  vi.unstubAllGlobals()
})

const open = () =>
  render(
    <DataSyncProvider manager={manager}>
      <MonitoringPage />
    </DataSyncProvider>,
  )
const card = async (name: string) => within(await screen.findByRole('region', { name }))

describe('the monitoring section', () => {
  test('says how the server is, which store is away and since when', async () => {
    open()
    const health = await card('Health')
    expect(await health.findByText('up for 2 h')).toBeTruthy()
    expect(health.getByText('Cache store: Redis')).toBeTruthy()
    expect(health.getByText('connect ECONNREFUSED, since 1m ago')).toBeTruthy()
    expect(health.getByText('Database').closest('li')?.textContent).toContain('OK')
    expect(health.getByText('75% used')).toBeTruthy()
    expect(health.getByText('180 MB')).toBeTruthy()
    expect(screen.getByText('p95 response time was 1.50 s.')).toBeTruthy()
  })

  test('a route shows its answers by status code, its percentiles, and what failed', async () => {
    open()
    const routes = await card('Routes')
    const row = (await routes.findByText('GET /api/admin/route-0')).closest('tr')
    const cells = [...(row?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent)
    expect(cells.slice(1)).toEqual([
      '100',
      'none 1200 80304 15500 4',
      '4.0 ms',
      '42 ms',
      '1.24 s',
      '1',
      '5 · 5%',
    ])
    expect(routes.queryByText('GET /api/admin/route-9')).toBeNull()
    fireEvent.click(routes.getByRole('button', { name: 'Show all 10 routes' }))
    expect(routes.getByText('GET /api/admin/route-9')).toBeTruthy()
  })

  test('both caches tell what they saved', async () => {
    open()
    const caches = await card('Two caches')
    const value = async (name: string) => (await caches.findByText(name)).parentElement?.textContent
    expect(await value('Reads, of all pages')).toBe('Reads, of all pages100100%')
    expect(await value('Fresh hits')).toBe('Fresh hits8080%')
    expect(await value('Stale answers')).toBe('Stale answers1010%')
    expect(await value('Loads from the database')).toBe('Loads from the database77%')
    expect(await value('Entries held')).toBe('Entries held12, 34 KB')
    expect(await value('Keys held')).toMatch(/^Keys held[1-9]/)
  })

  test('an error group opens to its stack', async () => {
    open()
    const errors = await card('Errors')
    const stack = await errors.findByLabelText('Stack of TypeError')
    expect(stack.textContent).toBe('at handle (app.ts:1:2)\nat serve (app.ts:3:4)')
    expect(errors.getByText('12×')).toBeTruthy()
    expect(errors.getByText(/, 4\.0 a minute$/)).toBeTruthy()
  })

  test('a quiet server is no broken one', async () => {
    const quiet = reports()
    answers = {
      ...quiet,
      'api-metrics': { ...quiet['api-metrics'], routes: [], slow: [] },
      errors: { ...quiet.errors, total: 0, groups: [] },
      status: {
        ...quiet.status,
        alerts: [],
        cache: undefined,
        recent: { requests: 0, failures: 0, errorRate: 0, latency: {} },
      },
    }
    open()
    for (const said of ['Nothing was slow', 'No errors', 'Nothing was asked for yet'])
      expect(await screen.findByText(said)).toBeTruthy()
    expect((await card('Two caches')).getByText('The server tells of no cache.')).toBeTruthy()
    expect(screen.queryByText(/NaN|undefined|null/)).toBeNull()
  })

  test('a server that does not answer is said in every card', async () => {
    answers = undefined
    open()
    expect((await screen.findAllByText('The server could not be asked')).length).toBe(5)
    expect(screen.getByRole('alert').textContent).toContain('The server has a problem.')
  })

  test('what was told before stays while later requests fail, and every card says so', async () => {
    open()
    const routes = await card('Routes')
    await routes.findByText('GET /api/admin/route-0')
    answers = undefined
    pressRefresh('Monitoring')
    expect((await screen.findByRole('alert')).textContent).toContain('last successful update')
    expect(routes.getByText('GET /api/admin/route-0')).toBeTruthy()
    const badges = () =>
      [...document.querySelectorAll('.health-card .badge')].map(({ className }) => className)
    expect((await card('Health')).getByText('Degraded when last seen')).toBeTruthy()
    expect(badges()).toEqual(badges().map(() => 'badge tone-off badge-dot'))
    await waitFor(() => expect(warnings().filter((text) => text === 'Failing').length).toBeGreaterThan(4))
  })
})

test('alerts have their own units', () => {
  expect(describeAlert('errorRate', 0.123)).toBe('Error rate was 12.3%.')
  expect(describeAlert('memory', 2_500_000_000)).toBe('Memory was 2.5 GB.')
})

test('how often an error comes', () => {
  const group = { count: 3, firstSeen: 0, lastSeen: 0 } as ErrorsReport['groups'][number]
  expect(frequencyOf(group)).toBe('3.0 a minute')
  expect(frequencyOf({ ...group, lastSeen: 3_600_000 })).toBe('3.0 an hour')
  expect(frequencyOf({ ...group, count: 5_000, lastSeen: 60_000 })).toBe('5,000 a minute')
})
