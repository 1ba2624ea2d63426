import { fixedEnvironment } from '@freshline/core'
import { afterEach, expect, test, vi } from 'vitest'
import { createConnection } from '../src/data/connection'

afterEach(() => vi.unstubAllGlobals())

test('a whole line passes requests on', async () => {
  const answer = new Response('{}')
  const fetch = vi.fn(async () => answer)
  vi.stubGlobal('fetch', fetch)
  const { transport } = createConnection(fixedEnvironment())
  expect(await transport('/api', {})).toBe(answer)
})

test('a cut line fails as the browser does without a network, and sends nothing', async () => {
  const fetch = vi.fn(async () => new Response('{}'))
  vi.stubGlobal('fetch', fetch)
  const line = createConnection(fixedEnvironment())
  line.cut(true)
  await expect(line.transport('/api', {})).rejects.toThrow(TypeError)
  expect(fetch).not.toHaveBeenCalled()
})

test('cutting and mending is told once each, and offline is offline whoever says so', () => {
  const base = fixedEnvironment()
  const line = createConnection(base)
  const states: boolean[] = []
  const off = line.environment.subscribe(() => states.push(line.environment.isOnline()))
  line.cut(true)
  line.cut(true)
  line.cut(false)
  base.set({ online: false })
  expect(states).toEqual([false, true, false])
  off()
  line.cut(true)
  expect(states).toHaveLength(3)
})

test('answers are counted, those without a body apart; a cut line counts nothing', async () => {
  const statuses = [200, 304, 500]
  vi.stubGlobal('fetch', async () => new Response(null, { status: statuses.shift() ?? 200 }))
  const line = createConnection(fixedEnvironment())
  let told = 0
  const off = line.subscribeTraffic(() => told++)
  for (let times = 0; times < 3; times++) await line.transport('/api', {})
  off()
  line.cut(true)
  await line.transport('/api', {}).catch(() => {})
  expect(line.traffic()).toEqual({ answers: 3, notModified: 1 })
  expect(told).toBe(3)
})
