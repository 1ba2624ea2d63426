import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import type { FetchContext } from '../base/fetch-context'
import { outcome } from '../base/outcome'
import { parseTarget } from '../keys'
import { GivenUp, type Flight } from './flights'
import { loadInto, type LoadOptions } from './load'
import type { Lifetime } from './record'
import { Store } from './store'

const life: Lifetime = { ttl: 1000, gcTime: 500, tags: [] }

/** A store, and a fetcher whose answers a test gives one by one. */
function setup() {
  const clock = fakeClock(0)
  const store = new Store<string>({ clock, life })
  const contexts: FetchContext[] = []
  const answers: ReturnType<typeof deferred<string>>[] = []
  const fetcher = (context: FetchContext) => {
    const answer = deferred<string>()
    contexts.push(context)
    answers.push(answer)
    return answer.promise
  }
  const load = (options: LoadOptions = {}) => loadInto(store, 'k', fetcher, life, options)
  const write = (value: string, tags: readonly string[] = []) =>
    store.write('k', value, { started: ++store.sequence, life: { ...life, tags } })
  /** Somebody else's request for the key, which ends as the test says. */
  const join = () => {
    const answer = deferred<string>()
    const flight: Flight<string> = {
      key: 'k',
      tags: [],
      started: store.sequence,
      forced: false,
      spoiled: 0,
      overlapped: false,
      join: () => answer.promise,
    }
    store.loads.set('k', flight)
    return { answer, leave: () => store.loads.delete('k') }
  }
  return { clock, store, contexts, answers, load, write, join }
}

const held = (store: Store<string>) => store.fresh('k')?.value

describe('a load', () => {
  it('brings the clock to the fetcher, and is gone from what is on its way', async () => {
    const { clock, store, contexts, answers, load } = setup()
    const loading = load()
    expect([store.flights.size, store.loads.size]).toEqual([1, 1])
    answers[0]?.resolve('x')
    await loading
    expect(contexts[0]?.clock).toBe(clock)
    expect([store.flights.size, store.loads.size]).toEqual([0, 0])
    expect([store.hits, store.misses]).toEqual([0, 1])
  })

  it.each([
    { windows: { staleWhileRevalidate: 800, staleIfError: 600 }, kept: 800 },
    { windows: { staleWhileRevalidate: 600, staleIfError: 800 }, kept: 800 },
    { windows: { staleWhileRevalidate: 100 }, kept: 500 },
  ])('keeps the value for the longest time it may be shown: $windows', async ({ windows, kept }) => {
    const { store, answers, load } = setup()
    const loading = load(windows)
    answers[0]?.resolve('x')
    await loading
    expect(store.records.get('k')?.removeAt).toBe(1000 + kept)
  })

  it('leaves a newer one in its place when it ends', async () => {
    const { contexts, answers, load } = setup()
    const older = load()
    const newer = load({ force: true })
    answers[0]?.resolve('older')
    await older
    const joined = load({ force: true })
    expect(contexts).toHaveLength(2)
    answers[1]?.resolve('newer')
    expect([(await newer).data, (await joined).data]).toEqual(['newer', 'newer'])
  })

  it('tells that the value came by it', async () => {
    const { store, answers, load } = setup()
    const origins: unknown[] = []
    store.observers = [
      {
        holds: () => false,
        merge: (_, next) => next,
        flightOf: () => undefined,
        lifeOf: () => undefined,
        mutating: () => {},
        written: (_, origin) => origins.push(origin),
        invalidated: () => {},
        removed: () => {},
      },
    ]
    const loading = load()
    answers[0]?.resolve('x')
    await loading
    expect(origins).toEqual(['load'])
  })

  it('takes the data of an answer that is not modified where nothing is held', async () => {
    const { store } = setup()
    const fetcher = () => outcome('x', { notModified: true })
    expect(await loadInto<string>(store, 'k', fetcher, life, {})).toMatchObject({ data: 'x', cached: false })
  })
})

describe('a load that a mutation overlaps', () => {
  it.each([
    { names: 'the key', when: 'before', target: parseTarget('k') },
    { names: 'the key', when: 'after', target: parseTarget('k') },
    { names: 'a label of what is held', when: 'before', target: parseTarget({ tag: 't' }) },
    { names: 'a label of what is held', when: 'after', target: parseTarget({ tag: 't' }) },
  ])('is for its caller alone: one of $names, $when it began', async ({ target, when }) => {
    const { store, answers, load, write } = setup()
    write('held', ['t'])
    if (when === 'before') store.beginMutation(target)
    const loading = load({ force: true })
    if (when === 'after') store.beginMutation(target)
    answers[0]?.resolve('asked')
    expect(await loading).toEqual({ data: 'asked', cached: false, cachedAt: 0, expiresAt: 0 })
    expect(held(store)).toBe('held')
  })
})

describe('a load that a reset overlaps', () => {
  it('answers its caller what it asked for, and leaves alone what is held since', async () => {
    const { store, answers, load, write } = setup()
    const loading = load()
    store.generation++
    write('theirs')
    answers[0]?.resolve('mine')
    expect(await loading).toEqual({ data: 'mine', cached: false, cachedAt: 0, expiresAt: 0 })
    expect(held(store)).toBe('theirs')
  })

  it('leaves nothing behind', async () => {
    const { store, answers, load } = setup()
    const loading = load()
    store.generation++
    answers[0]?.resolve('mine')
    expect((await loading).data).toBe('mine')
    expect(store.records.size).toBe(0)
  })

  it('does not ask again where who it joined gave up', async () => {
    const { store, contexts, load, join } = setup()
    const { answer, leave } = join()
    const loading = load()
    store.generation++
    leave()
    answer.reject(new GivenUp())
    await expect(loading).rejects.toMatchObject({ code: 'aborted', message: 'k: the cache was reset' })
    expect(contexts).toEqual([])
  })
})

describe('a load that joined a request', () => {
  it('asks for itself where that one gave up and left nothing', async () => {
    const { store, contexts, answers, load, join } = setup()
    const { answer, leave } = join()
    const loading = load()
    await flush()
    expect(contexts).toEqual([])
    leave()
    answer.reject(new GivenUp())
    await flush()
    answers[0]?.resolve('mine')
    expect(await loading).toMatchObject({ data: 'mine', cached: false })
    expect(held(store)).toBe('mine')
  })

  it('takes what is fresh by then where that one gave up', async () => {
    const { contexts, load, write, join } = setup()
    const { answer, leave } = join()
    const loading = load()
    write('written')
    leave()
    answer.reject(new GivenUp())
    expect((await loading).data).toBe('written')
    expect(contexts).toEqual([])
  })

  it('fails as that one fails', async () => {
    const { contexts, load, join } = setup()
    const { answer, leave } = join()
    const loading = load()
    leave()
    answer.reject(new Error('down'))
    await expect(loading).rejects.toThrow('down')
    expect(contexts).toEqual([])
  })
})
