// E2: what a mutation is expected to do shows at once, and goes alone when it fails.
import { deferred, flush } from '@freshline/test-utils'
import { outcome, type DataSyncManager } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { httpError, scripted, settled, setup } from './polling-support'

/** Adds letters to a text: layers that do not commute, so that order and double application show. */
const append = (letter: string) => ({
  key: 'text',
  update: (text: string | undefined) => `${text ?? ''}${letter}`,
})

/** A mutation on its way, and how to end it. */
function writing(manager: DataSyncManager, letter: string, server: { text: string }) {
  const write = deferred<void>()
  const done = manager
    .mutate(
      async () => {
        await write.promise
        server.text += letter
      },
      { optimistic: [append(letter)], invalidates: ['text'] },
    )
    .then(
      () => true,
      () => false,
    )
  return {
    succeed: async () => (write.resolve(), expect(await done).toBe(true), flush()),
    fail: async (error: unknown = httpError(409)) => (
      write.reject(error),
      expect(await done).toBe(false),
      flush()
    ),
  }
}

describe('E2 one optimistic update', () => {
  it('shows at once, as optimistic, keeps freshness, and folds into the answer without a flash', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    const seen: unknown[] = []
    manager.register('text', api.fetcher, { ttl: 60_000 })
    await api.last.answer('.')
    manager.subscribe('text', ({ data, source, freshness }) => seen.push([data, source, freshness]))
    const server = { text: '.' }
    const write = writing(manager, 'a', server)
    expect(seen).toEqual([['.a', 'optimistic', 'fresh']])
    await write.succeed()
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.a', freshness: 'stale' })
    await api.last.answer(server.text)
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.a', source: 'network', freshness: 'fresh' })
    expect(seen.map((each) => (each as string[])[0])).not.toContain('.')
    expect(api.count).toBe(2)
  })

  it('rolls back on a definite no: the same data as before, and no request', async () => {
    const { manager } = setup()
    const api = scripted<{ list: string[] }>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer({ list: ['one'] })
    const before = manager.getSnapshot('list')
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, {
      invalidates: ['list'],
      optimistic: [{ key: 'list', update: ({ list }: { list: string[] }) => ({ list: [...list, 'two'] }) }],
    })
    expect(manager.getSnapshot('list').data).toEqual({ list: ['one', 'two'] })
    write.reject(httpError(422))
    await expect(done).rejects.toMatchObject({ status: 422 })
    expect(manager.getSnapshot('list').data).toBe(before.data)
    expect(manager.getSnapshot('list')).toMatchObject({
      source: 'network',
      freshness: 'fresh',
      error: undefined,
    })
    expect(api.count).toBe(1)
  })

  it('rolls back on a network error too, and asks what the server has', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('text', api.fetcher, { ttl: 60_000 })
    await api.last.answer('.')
    const write = writing(manager, 'a', { text: '.' })
    await write.fail(new Error('gone'))
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.', freshness: 'stale' })
    expect(api.count).toBe(2)
    await api.last.answer('.a')
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.a', freshness: 'fresh' })
  })

  it('of a key that holds nothing is given undefined, and rolls back to nothing', async () => {
    const { manager } = setup()
    manager.subscribe('text', () => {})
    const write = writing(manager, 'a', { text: '' })
    expect(manager.getSnapshot('text')).toMatchObject({ data: 'a', status: 'success', source: 'optimistic' })
    await write.fail()
    expect(manager.getSnapshot('text')).toMatchObject({
      data: undefined,
      status: 'pending',
      freshness: 'empty',
    })
  })

  it('that makes nothing changes nothing: no data is claimed where there is none', async () => {
    const { manager } = setup()
    manager.subscribe('text', () => {})
    const nothing = { key: 'text', update: (text?: string) => text && undefined }
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, { optimistic: [nothing] })
    expect(manager.getSnapshot('text')).toMatchObject({ data: undefined, status: 'pending' })
    manager.setData('text', '.')
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.', status: 'success', source: 'manual' })
    write.resolve()
    await done
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.', status: 'success' })
  })

  it('of a key that nobody watches or registered holds nothing back afterwards', async () => {
    const { clock, manager } = setup()
    const write = writing(manager, 'a', { text: '' })
    expect(manager.getSnapshot('text').data).toBe('a')
    await write.fail()
    expect(manager.getStatus()).toEqual([])
    expect(manager.getSnapshot('text').status).toBe('pending')
    expect(clock.pending).toBe(0)
  })

  it('that throws is reported; the mutation goes on, and what is held stays on screen', async () => {
    const reported: string[] = []
    const { manager } = setup({ report: (_error, where) => reported.push(where) })
    manager.setData('text', '.')
    const done = manager.mutate(async () => 'done', {
      optimistic: [
        {
          key: 'text',
          update: () => {
            throw new Error('no')
          },
        },
      ],
    })
    expect(manager.getSnapshot('text').data).toBe('.')
    expect(await done).toBe('done')
    expect(manager.getSnapshot('text').data).toBe('.')
    expect(new Set(reported)).toEqual(new Set(['optimistic update of text']))
  })

  it('of several keys rolls back all of them', async () => {
    const { manager } = setup()
    manager.setData('a', 1)
    manager.setData('b', 2)
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, {
      optimistic: [
        { key: 'a', update: (n: number) => n + 10 },
        { key: 'b', update: (n: number) => n + 10 },
        { key: 'a', update: (n: number) => n * 2 },
      ],
    })
    expect([manager.getSnapshot('a').data, manager.getSnapshot('b').data]).toEqual([22, 12])
    write.reject(httpError(400))
    await settled(done.catch(() => {}))
    expect([manager.getSnapshot('a').data, manager.getSnapshot('b').data]).toEqual([1, 2])
  })
})

describe('E2 overlapping updates', () => {
  const orders = (items: readonly number[]): number[][] =>
    items.length < 2
      ? [[...items]]
      : items.flatMap((item) => orders(items.filter((each) => each !== item)).map((rest) => [item, ...rest]))

  it('end as the server has it, in every order of ends and every choice of failures; no update shows twice', async () => {
    const letters = ['a', 'b', 'c']
    for (const order of orders([0, 1, 2])) {
      for (let failures = 0; failures < 8; failures++) {
        const name = `order ${order.join('')}, failures ${failures.toString(2)}`
        const { manager } = setup()
        const api = scripted<string>()
        manager.register('text', api.fetcher, { ttl: 60_000 })
        await api.last.answer('.')
        const server = { text: '.' }
        const shown: string[] = []
        manager.subscribe<string>('text', ({ data }) => shown.push(data ?? ''))
        const writes = letters.map((letter) => writing(manager, letter, server))
        expect(manager.getSnapshot('text').data, `${name}`).toBe('.abc')
        const open = new Set(letters)
        const failed = new Set<string>()
        for (const n of order) {
          const letter = letters[n] ?? ''
          open.delete(letter)
          if (failures & (1 << n)) {
            failed.add(letter)
            await writes[n]?.fail()
          } else await writes[n]?.succeed()
          // In order of application, all that did not fail, each once: no flash, nothing counted twice.
          expect(manager.getSnapshot('text').data, `${name}, after ${letter}`).toBe(
            `.${letters.filter((each) => !failed.has(each)).join('')}`,
          )
        }
        for (const text of shown) {
          for (const letter of letters)
            expect(text.split(letter).length, `${name}: ${text}`).toBeLessThanOrEqual(2)
        }
        for (let n = 1; n < api.count; n++) await api.call(n).answer(server.text)
        expect(manager.getSnapshot('text'), `${name}`).toMatchObject({
          data: server.text,
          freshness: 'fresh',
        })
        expect(manager.getStatus()[0]?.active).toBe(true)
        manager.dispose()
      }
    }
  })

  it('with a poll that was sent before them landing in between, before and after', async () => {
    for (const moment of [0, 1, 2, 3]) {
      const { manager } = setup()
      const api = scripted<string>()
      manager.register('text', api.fetcher, { ttl: 60_000 })
      await api.last.answer('.')
      void manager.refresh('text')
      const poll = api.last
      const server = { text: '.' }
      const shown: string[] = []
      const one = writing(manager, 'a', server)
      const two = writing(manager, 'b', server)
      manager.subscribe<string>('text', ({ data }) => shown.push(data ?? ''))
      const steps = [
        () => one.succeed(),
        async () => {
          expect(manager.getSnapshot('text').data).toBe('.ab')
          await two.fail()
        },
      ]
      steps.splice(Math.min(moment, 2), 0, () => poll.answer('.'))
      for (const step of steps) await step()
      expect(manager.getSnapshot('text').data, `moment ${moment}`).toBe('.a')
      for (let n = 2; n < api.count; n++) await api.call(n).answer(server.text)
      expect(manager.getSnapshot('text'), `moment ${moment}`).toMatchObject({
        data: '.a',
        freshness: 'fresh',
      })
      expect(shown, `moment ${moment}`).not.toContain('.')
    }
  })

  it('with a person’s refresh sent during them, which the server answers before or after it applied one', async () => {
    for (const saw of ['.', '.a']) {
      const { manager } = setup()
      const api = scripted<string>()
      manager.register('text', api.fetcher, { ttl: 60_000 })
      await api.last.answer('.')
      const server = { text: '.' }
      const one = writing(manager, 'a', server)
      const two = writing(manager, 'b', server)
      void manager.refresh('text')
      await api.last.answer(saw)
      expect(manager.getSnapshot('text').data, `${saw}`).toBe('.ab')
      await one.succeed()
      expect(manager.getSnapshot('text').data, `${saw}`).toBe('.ab')
      await two.succeed()
      expect(manager.getSnapshot('text').data, `${saw}`).toBe('.ab')
      await api.last.answer(server.text)
      expect(manager.getSnapshot('text'), `${saw}`).toMatchObject({ data: '.ab', freshness: 'fresh' })
    }
  })

  it('a settled one waits for those below it, and is not lost when they fail', async () => {
    const { manager } = setup()
    manager.setData('text', '.')
    const server = { text: '.' }
    const one = writing(manager, 'a', server)
    const two = writing(manager, 'b', server)
    const three = writing(manager, 'c', server)
    await three.succeed()
    expect(manager.getSnapshot('text').data).toBe('.abc')
    await one.fail()
    expect(manager.getSnapshot('text').data).toBe('.bc')
    await two.fail()
    expect(manager.getSnapshot('text').data).toBe('.c')
  })

  it('a commit among them replaces its own update, not those of others', async () => {
    const { manager } = setup()
    manager.setData('count', 0)
    const add = (by: number, commits: boolean) => {
      const write = deferred<number>()
      const done = manager.mutate(() => write.promise, {
        optimistic: [{ key: 'count', update: (count: number) => count + by }],
        ...(commits && { commit: [{ key: 'count', data: (count: number) => count }] }),
      })
      return { resolve: async (count: number) => (write.resolve(count), await done), done, write }
    }
    const one = add(1, false)
    const two = add(10, true)
    expect(manager.getSnapshot('count').data).toBe(11)
    await two.resolve(10)
    expect(manager.getSnapshot('count').data).toBe(11)
    one.write.reject(httpError(400))
    await settled(one.done.catch(() => {}))
    expect(manager.getSnapshot('count').data).toBe(10)
  })

  it('data set by hand meanwhile goes under them, and an updater is given what is held, not what is expected', async () => {
    const { manager } = setup()
    manager.setData('count', 1)
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, {
      optimistic: [{ key: 'count', update: (count: number) => count + 10 }],
    })
    manager.setData('count', (count: number | undefined) => (count ?? 0) + 1)
    expect(manager.getSnapshot('count').data).toBe(12)
    write.reject(httpError(400))
    await settled(done.catch(() => {}))
    expect(manager.getSnapshot('count').data).toBe(2)
  })

  it('an invalidation, a removal and a clear of the cache meanwhile lose no update', async () => {
    const { manager } = setup()
    const api = scripted<string>()
    manager.register('text', api.fetcher, { ttl: 60_000 })
    await api.last.answer('.')
    const server = { text: '.' }
    const write = writing(manager, 'a', server)
    void manager.invalidate('text')
    await flush()
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.a', freshness: 'stale' })
    await write.succeed()
    expect(manager.getSnapshot('text').data).toBe('.a')
    await api.last.answer('.a')
    expect(manager.getSnapshot('text')).toMatchObject({ data: '.a', freshness: 'fresh' })
  })

  it('fifty at once leave nothing behind', async () => {
    const { clock, manager } = setup()
    const server = { text: '' }
    const letters = Array.from({ length: 50 }, (_, n) => String.fromCodePoint(0x4e00 + n))
    const writes = letters.map((letter) => writing(manager, letter, server))
    expect(manager.getSnapshot('text').data).toBe(letters.join(''))
    for (let n = 49; n >= 0; n--) await (n % 3 === 0 ? writes[n]?.fail() : writes[n]?.succeed())
    expect(manager.getSnapshot('text').data).toBe(letters.filter((_, n) => n % 3 !== 0).join(''))
    expect(manager.getStatus()).toEqual([])
    expect(clock.pending).toBe(0)
  })
})

describe('E2 and a version', () => {
  it('an answer whose version is newer waits with the others while an update is open: it may hold it already', async () => {
    const { manager } = setup()
    const api = scripted<{ version: number; text: string }>()
    manager.register('doc', api.fetcher, { ttl: 60_000, version: ({ version }) => version })
    await api.last.answer({ version: 1, text: '.' })
    const write = deferred<void>()
    const done = manager.mutate(() => write.promise, {
      invalidates: ['doc'],
      optimistic: [
        {
          key: 'doc',
          update: (doc: { version: number; text: string }) => ({ ...doc, text: `${doc.text}a` }),
        },
      ],
    })
    void manager.refresh('doc')
    await api.last.answer({ version: 2, text: '.a' })
    expect(manager.getSnapshot('doc').data).toMatchObject({ text: '.a' })
    write.resolve()
    await done
    expect(manager.getSnapshot('doc').data).toMatchObject({ text: '.a' })
    await api.last.answer({ version: 2, text: '.a' })
    expect(manager.getSnapshot('doc')).toMatchObject({ data: { version: 2, text: '.a' }, freshness: 'fresh' })
  })

  const doc = { ttl: 60_000, version: ({ version }: { version: number }) => version }
  const addTo = (letter: string) => ({
    key: 'doc',
    update: (held: { version: number; text: string }) => ({ ...held, text: `${held.text}${letter}` }),
  })

  it('an answer to a request of before it does not take it back, though its version is newer than what is held', async () => {
    const { manager } = setup()
    const api = scripted<{ version: number; text: string }>()
    manager.register('doc', api.fetcher, doc)
    await api.last.answer({ version: 1, text: '.' })
    const shown: unknown[] = []
    void manager.refresh('doc')
    await manager.mutate(async () => {}, { invalidates: ['doc'], optimistic: [addTo('a')] })
    manager.subscribe<{ text: string }>('doc', ({ data }) => shown.push(data?.text))
    // Somebody else's change, which the server made between the two.
    await api.call(1).answer({ version: 2, text: 'x' })
    expect(manager.getSnapshot('doc').data).toMatchObject({ text: '.a' })
    await api.last.answer({ version: 3, text: 'xa' })
    expect(shown).not.toContain('x')
    expect(manager.getSnapshot('doc')).toMatchObject({ data: { text: 'xa' }, freshness: 'fresh' })
  })

  it('is not counted again on top of a commit that holds it already', async () => {
    const { manager } = setup()
    manager.setData('doc', { version: 1, text: '.' }, { version: 1 })
    const slow = deferred<void>()
    const first = manager.mutate(
      async () => {
        await slow.promise
        return outcome(null, { version: 2 })
      },
      { optimistic: [addTo('a')] },
    )
    // The server applied both; the answer to the second comes first, and shows both.
    await manager.mutate(async () => outcome({ version: 3, text: '.ab' }, { version: 3 }), {
      optimistic: [addTo('b')],
      commit: [{ key: 'doc', data: (saved) => saved }],
    })
    slow.resolve()
    await first
    expect(manager.getSnapshot('doc').data).toEqual({ version: 3, text: '.ab' })
  })

  it('and a commit in its place are never seen together, not even by events', async () => {
    const { manager, events } = setup()
    manager.setData('text', '.')
    manager.subscribe('text', () => {})
    manager.invalidate('text').catch(() => {})
    await manager.mutate(async () => '.a', {
      optimistic: [append('a')],
      commit: [{ key: 'text', data: (text) => text }],
    })
    expect(manager.getSnapshot('text').data).toBe('.a')
    expect(events.map(({ snapshot }) => snapshot?.data)).not.toContain('.aa')
  })
})
