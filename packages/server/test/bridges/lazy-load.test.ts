import type * as Bridge from 'srvx/node'
import { afterEach, expect, it, vi } from 'vitest'
import { toNodeHandler } from '../../src/index'
import { serve, type Served } from './raw-request'

const loads = vi.hoisted(() => ({ count: 0, fail: false }))
vi.mock('srvx/node', async (original) => {
  loads.count += 1
  const bridge = await original<typeof Bridge>()
  return {
    ...bridge,
    toNodeHandler(...parameters: Parameters<typeof bridge.toNodeHandler>) {
      if (loads.fail) throw new Error('no bridge')
      return bridge.toNodeHandler(...parameters)
    },
  }
})

let served: Served | undefined
afterEach(() => served?.close())

it('the bridge is loaded at the first request, once; where that fails, the next request tries again', async () => {
  const reported: unknown[] = []
  served = await serve(
    toNodeHandler(() => new Response('a'), { onError: (error) => void reported.push(error) }),
  )
  const ask = (): Promise<Response> => fetch(`http://127.0.0.1:${served?.port}/`)
  expect(loads.count).toBe(0)
  loads.fail = true
  expect((await ask()).status).toBe(500)
  expect(reported).toEqual([expect.objectContaining({ message: 'no bridge' })])
  loads.fail = false
  const answers = await Promise.all([ask(), ask(), ask()])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect([loads.count, reported.length]).toEqual([1, 1])
})
