// I1: what fails without a trace in the browser's console is told there, once a key.
import { httpResource } from '@freshline/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from './page'

let open: ReturnType<typeof page> | undefined
const start = (...args: Parameters<typeof page>) => (open = page(...args))

afterEach(() => {
  open?.uninstall()
  open?.manager.dispose()
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

const headers = { 'content-type': 'text/html' }
const options = {
  key: 'stores',
  retry: false,
  transport: async () => new Response('<!doctype html>', { headers }),
} as const
const said =
  '! Freshline: stores: GET /api/stores answered HTML, not JSON: is a proxy missing? To take it, give `parse`'

describe('an answer that cannot be read', () => {
  it('is told of once a key, as the browser shows nothing of it', async () => {
    const { manager, output, advance } = start()
    manager.register(httpResource('/api/stores', { ...options, interval: 1000 }))
    await vi.waitFor(() => expect(output.lines).toEqual([said]))
    await advance(60_000)
    await manager.refresh('stores')
    expect(output.take()).toEqual([said])
  })

  it('is told of by the log alone, where that is on', async () => {
    const { manager, api, output } = start()
    api.log('error')
    output.take()
    manager.register(httpResource('/api/stores', options))
    await vi.waitFor(() => expect(output.lines).toHaveLength(1))
    expect(output.take()).toEqual([expect.stringMatching(/^\[Freshline\] stores: failed 1 in a row: GET/)])
  })

  it('is none of the failures that the browser shows by itself', async () => {
    const { manager, output, advance } = start()
    manager.register('stores', () => Promise.reject(new Error('down')), { retry: false })
    await advance(0)
    expect(output.take()).toEqual([])
  })
})

it('nothing is told without being asked in a production build', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const { manager, output, advance } = start()
  manager.subscribe('users', () => {})
  manager.register('stores', () => 1)
  await manager.mutate(() => 1, { invalidates: ['store'] })
  await advance(60_000)
  expect(output.take()).toEqual([])
})
