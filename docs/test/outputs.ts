/**
 * What the console calls of the troubleshooting page print, made by making the trouble: by name, text as a terminal
 * shows it. outputs.test.ts compares with the page, or writes it.
 */
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import {
  DataSyncManager,
  fixedEnvironment,
  httpResource,
  HttpError,
  type DataSyncManagerOptions,
} from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
import { vi } from 'vitest'

const NOON = Date.parse('2026-11-22T12:00:00Z')

/** Plays a scene at noon and answers what the devtools printed in it. */
async function played(
  scene: (page: {
    manager: DataSyncManager
    console: ReturnType<typeof installDevtools>['api']
    environment: ReturnType<typeof fixedEnvironment>
    pass: (ms: number) => Promise<void>
  }) => Promise<unknown>,
  options: DataSyncManagerOptions = {},
): Promise<string> {
  vi.useFakeTimers({ now: NOON })
  // Waits after failures are drawn by lot.
  const lot = vi.spyOn(Math, 'random').mockReturnValue(0.5)
  let printed = ''
  const stdout = new Writable({ write: (text, _, done) => void ((printed += String(text)), done()) })
  const environment = fixedEnvironment({ visible: true, online: true })
  const manager = new DataSyncManager({ environment, report: () => {}, ...options })
  const installed = installDevtools(manager, { console: new Console({ stdout, stderr: stdout }) })
  try {
    const pass = async (ms: number) => void (await vi.advanceTimersByTimeAsync(ms))
    await scene({ manager, console: installed.api, environment, pass })
  } finally {
    installed.uninstall()
    manager.dispose()
    lot.mockRestore()
    vi.useRealTimers()
  }
  // Times of day are the reader's own.
  return printed.replaceAll(/\d{1,2}:\d\d:\d\d( [AP]M)?/g, '12:00:00').trimEnd()
}

const later =
  <T>(value: T, ms = 200) =>
  () =>
    new Promise<T>((resolve) => void setTimeout(resolve, ms, value))
const unavailable = () =>
  Promise.reject(new HttpError('GET /api/stores answered 503', { status: 503, headers: new Headers() }))

/** Every output, by name. */
export const outputs: Record<string, () => Promise<string>> = {
  'no-interval': () =>
    played(async ({ manager, console, pass }) => {
      manager.register('stores', later(['North']))
      await pass(90_000)
      console.explain('stores')
    }),
  paused: () =>
    played(async ({ manager, console, pass }) => {
      manager.register('stores', later(['North']), { interval: 15_000 })
      await pass(40_000)
      manager.pause()
      await pass(60_000)
      console.explain('stores')
    }),
  'backing-off': () =>
    played(async ({ manager, console, pass }) => {
      let isUp = true
      const load = () => (isUp ? later(['North'])() : unavailable())
      manager.register('stores', load, { interval: 15_000, retry: false })
      await pass(1_000)
      isUp = false
      await pass(50_000)
      console.explain('stores')
    }),
  repeated: () =>
    played(async ({ manager, console, pass }) => {
      manager.register('stores', unavailable, { interval: 15_000, retry: { limit: 3, delay: () => 5_000 } })
      await pass(7_000)
      console.explain('stores')
    }),
  html: () =>
    played(async ({ manager, console, pass }) => {
      const headers = { 'content-type': 'text/html' }
      const transport = async () => new Response('<!doctype html>', { headers })
      manager.register(httpResource('/api/stores', { key: 'stores', retry: false, transport }))
      await pass(1_000)
      console.explain('stores')
    }),
  'no-fetcher': () =>
    played(async ({ manager, console, pass }) => {
      manager.subscribe('/api/stores', () => {})
      await pass(5_000)
      console.explain('/api/stores')
    }),
  misspelt: () =>
    played(async ({ manager, console, pass }) => {
      manager.register('stores', later(['North']), { interval: 15_000 })
      await pass(1_000)
      console.explain('store')
    }),
  load: () =>
    played(async ({ manager, console, pass }) => {
      const names = ['stores', 'orders', 'rates']
      for (const name of names) manager.register(name, later(name), { interval: 2_000 })
      await pass(600_000)
      console.metrics()
    }),
  'status-many': () =>
    played(async ({ manager, console, pass }) => {
      for (let second = 0; second < 4; second++) {
        manager.register(['stores', { at: NOON + second * 1000 }], later('a page'), { interval: 15_000 })
        await pass(1_000)
      }
      console.status('stores')
    }),
  'no-match': () =>
    played(async ({ manager, console, pass }) => {
      manager.register(['stores', 'list'], later(['North']), { interval: 15_000 })
      await pass(1_000)
      await console.invalidate('stores')
    }),
  'mistyped-save': () =>
    played(async ({ manager, pass }) => {
      manager.register('stores', later(['North']), { interval: 15_000 })
      await pass(1_000)
      await manager.mutate(() => 'saved', { invalidates: ['store'] })
      await pass(0)
    }),
  'force-changed': () =>
    played(async ({ manager, console, pass }) => {
      const load = ({ forceFresh }: { forceFresh: boolean }) => Promise.resolve(forceFresh ? 'new' : 'old')
      manager.register('stores', load, { interval: 15_000 })
      await pass(1_000)
      await console.refresh('stores')
      await console.refresh('stores', { force: true })
    }),
}
