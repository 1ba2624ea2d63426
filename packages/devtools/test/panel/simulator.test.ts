import {
  createManagerProbe,
  DataSyncManager,
  fixedEnvironment,
  HttpError,
  NetworkError,
} from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { Simulator } from '../../src/panel/simulator'

let manager: DataSyncManager

async function start() {
  const clock = fakeClock()
  manager = new DataSyncManager({ clock, environment: fixedEnvironment(), report: () => {} })
  for (const key of ['a', 'b']) manager.register(key, () => key, { interval: 10_000, retry: false })
  await clock.advance(0)
  const simulator = new Simulator(manager, createManagerProbe(manager))
  const errorOf = (key: string) => manager.getSnapshot(key).error
  return { clock, simulator, errorOf }
}

afterEach(() => manager?.dispose())

describe('the simulator', () => {
  it('lets one key fail, keeps its data, and heals it', async () => {
    const { clock, simulator, errorOf } = await start()
    simulator.setKey('a', 'error')
    await clock.advance(0)
    expect(errorOf('a')).toBeInstanceOf(HttpError)
    expect(errorOf('a')?.message).toContain('simulated by the devtools')
    expect(manager.getSnapshot('a').data).toBe('a')
    expect(errorOf('b')).toBeUndefined()
    expect([simulator.of('a'), simulator.of('b'), simulator.isActive]).toEqual(['error', undefined, true])
    simulator.setKey('a', undefined)
    await clock.advance(0)
    expect([errorOf('a'), simulator.isActive]).toEqual([undefined, false])
  })

  it('reaches the request that is under way, whose answer is nobody’s', async () => {
    const { clock, simulator, errorOf } = await start()
    const answers: (() => void)[] = []
    const slow = () => new Promise((resolve) => answers.push(() => resolve('late')))
    for (const key of ['slow', 'slower']) manager.register(key, slow, { retry: false })
    await clock.advance(0)
    simulator.setKey('slow', 'error')
    await clock.advance(0)
    expect(errorOf('slow')).toBeInstanceOf(HttpError)
    expect(manager.getSnapshot('slower').isFetching).toBe(true)
    for (const answer of answers) answer()
    await clock.advance(0)
    expect([manager.getSnapshot('slow').data, manager.getSnapshot('slower').data]).toEqual([
      undefined,
      'late',
    ])
    simulator.setKey('slow', undefined)
    await clock.advance(0)
    answers.at(-1)?.()
    await clock.advance(0)
    expect([errorOf('slow'), manager.getSnapshot('slow').data]).toEqual([undefined, 'late'])
  })

  it.each(['error', 'offline'] as const)(
    'reaches what is under way for the whole manager: %s',
    async (what) => {
      const { clock, simulator, errorOf } = await start()
      manager.register('slow', () => new Promise(() => {}), { retry: false })
      await clock.advance(0)
      simulator.setAll(what)
      await clock.advance(0)
      expect(errorOf('slow')).toBeInstanceOf(what === 'error' ? HttpError : NetworkError)
      expect(manager.metrics().running).toBe(0)
    },
  )

  it('takes the network from one key', async () => {
    const { clock, simulator, errorOf } = await start()
    simulator.setKey('a', 'offline')
    await clock.advance(0)
    expect(errorOf('a')).toBeInstanceOf(NetworkError)
  })

  it('takes the network from the whole manager, and gives it back', async () => {
    const { clock, simulator, errorOf } = await start()
    simulator.setAll('offline')
    expect(manager.isOnline).toBe(false)
    await clock.advance(60_000)
    expect(errorOf('a')).toBeUndefined()
    expect(manager.getSnapshot('a').activity).toBe('paused')
    simulator.setAll(undefined)
    await clock.advance(0)
    expect(manager.isOnline).toBe(true)
    expect(manager.getSnapshot('a')).toMatchObject({ freshness: 'fresh', activity: 'idle' })
  })

  it('lets everything fail, also what is asked for later', async () => {
    const { clock, simulator, errorOf } = await start()
    simulator.setAll('error')
    manager.register('c', () => 'c', { retry: false })
    await clock.advance(0)
    expect(['a', 'b', 'c'].map((key) => errorOf(key)?.name)).toEqual(Array(3).fill('HttpError'))
  })

  it('ends no outage that somebody else holds', async () => {
    const { clock, simulator } = await start()
    const other = createManagerProbe(manager)
    other.setOffline(true)
    simulator.setKey('a', 'error')
    simulator.stop()
    await clock.advance(0)
    expect(manager.isOnline).toBe(false)
    other.setOffline(false)
  })

  it('undoes everything at once', async () => {
    const { clock, simulator, errorOf } = await start()
    simulator.setAll('error')
    simulator.setKey('a', 'offline')
    await clock.advance(0)
    simulator.stop()
    simulator.stop()
    await clock.advance(0)
    expect([errorOf('a'), errorOf('b'), manager.isOnline, simulator.isActive]).toEqual([
      undefined,
      undefined,
      true,
      false,
    ])
  })
})
