import { deferred, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { type Flight, type Give, ride } from './flights'

function setup() {
  const flights = new Map<string, Flight>()
  const begun: { signal: AbortSignal; answer: ReturnType<typeof deferred<Give>> }[] = []
  const join = (signal?: AbortSignal, id = 'a') =>
    ride(flights, id, signal, (own) => {
      const answer = deferred<Give>()
      begun.push({ signal: own, answer })
      own.addEventListener('abort', () => answer.reject(own.reason))
      return answer.promise
    })
  return { flights, begun, join }
}

describe('ride', () => {
  it('gives each a Response, the last one the original', async () => {
    const { flights, begun, join } = setup()
    const riders = [join(), join(), join()]
    const served: boolean[] = []
    begun[0]?.answer.resolve((_, isLast) => {
      served.push(isLast)
      return new Response(`${isLast}`)
    })
    const texts = await Promise.all(riders.map(async (rider) => (await rider)?.text()))
    expect(texts).toEqual(['false', 'false', 'true'])
    expect(served).toEqual([false, false, true])
    expect(begun).toHaveLength(1)
    expect(flights.size).toBe(0)
  })

  it('tells all of a failure', async () => {
    const { begun, join } = setup()
    const riders = [join(), join()]
    begun[0]?.answer.reject(new Error('no'))
    expect((await Promise.allSettled(riders)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('lets one leave, and ends once all have', async () => {
    const { flights, begun, join } = setup()
    const [first, second] = [new AbortController(), new AbortController()]
    const riders = [join(first.signal), join(second.signal)]
    first.abort('first')
    await expect(riders[0]).rejects.toBe('first')
    expect(begun[0]?.signal.aborted).toBe(false)
    second.abort('second')
    await expect(riders[1]).rejects.toBe('second')
    expect(begun[0]?.signal.reason).toBe('second')
    void join()
    expect(begun).toHaveLength(2)
    await flush()
    expect(flights.size).toBeLessThanOrEqual(1)
  })

  it('serves those who stayed', async () => {
    const { begun, join } = setup()
    const controller = new AbortController()
    const riders = [join(), join(controller.signal)]
    riders[1]?.catch(() => {})
    controller.abort()
    begun[0]?.answer.resolve((_, isLast) => new Response(`${isLast}`))
    expect(await (await riders[0])?.text()).toBe('true')
  })

  it('leaves no listener behind', async () => {
    const { begun, join } = setup()
    const listeners = new Set<unknown>()
    const signal = {
      addEventListener: (_: string, listener: unknown) => listeners.add(listener),
      removeEventListener: (_: string, listener: unknown) => listeners.delete(listener),
    }
    const rider = join(signal as unknown as AbortSignal)
    expect(listeners.size).toBe(1)
    begun[0]?.answer.resolve(() => undefined)
    expect(await rider).toBeUndefined()
    await flush()
    expect(listeners.size).toBe(0)
  })
})
