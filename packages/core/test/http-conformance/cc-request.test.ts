import { describe, it } from 'vitest'
import { useWorld } from './steps'

// What the caller's `Cache-Control` asks of the cache (RFC 9111 section 5.2.1).

const world = useWorld()
const asks = (value: string, more = {}): RequestInit => ({ headers: { 'Cache-Control': value, ...more } })
const answers = (value: string, more = {}) => ({ headers: { 'Cache-Control': value, ...more } })
const fresh = answers('max-age=3600')

describe('max-age', () => {
  it('0: not without asking', async () => {
    await world.run([{ reply: fresh }, { init: asks('max-age=0'), expect: 'network' }])
  })

  it('0: confirmed where it can be', async () => {
    await world.run([
      { reply: answers('max-age=3600', { ETag: '"a"' }) },
      { init: asks('max-age=0'), expect: 'etag' },
    ])
  })

  it('smaller than the age', async () => {
    await world.run([{ reply: fresh }, { wait: 61, init: asks('max-age=60'), expect: 'network' }])
  })

  it('smaller than the Age that came', async () => {
    const reply = answers('max-age=3600', { Age: '1800' })
    await world.run([{ reply }, { init: asks('max-age=600'), expect: 'network' }])
  })

  it('as large as the age, or larger', async () => {
    await world.run([
      { reply: fresh },
      { wait: 60, init: asks('max-age=60'), expect: 'cached' },
      { init: asks('max-age=7200'), expect: 'cached' },
    ])
  })

  it('does not make a stale answer fresh', async () => {
    await world.run([
      { reply: answers('max-age=1') },
      { wait: 2, init: asks('max-age=7200'), expect: 'network' },
    ])
  })

  it('what it fetches is stored', async () => {
    await world.run([{ init: asks('max-age=0'), reply: fresh }, { expect: 'cached' }])
  })
})

describe('max-stale', () => {
  const short = answers('max-age=10')

  it('uses what is stale by less', async () => {
    await world.run([
      { reply: short },
      { wait: 15, init: asks('max-stale=100'), expect: 'cached', has: { age: '15' } },
    ])
  })

  it('without a value uses anything', async () => {
    await world.run([{ reply: short }, { wait: 99999, init: asks('max-stale'), expect: 'cached' }])
  })

  it('does not use what is stale by more', async () => {
    await world.run([{ reply: short }, { wait: 111, init: asks('max-stale=100'), expect: 'network' }])
  })

  it('does not override the origin', async () => {
    for (const control of ['max-age=10, must-revalidate', 'max-age=10, no-cache', 'no-store, max-age=10']) {
      await world.run([
        { reply: answers(control) },
        { wait: 15, init: asks('max-stale=100'), expect: 'network' },
      ])
    }
  })

  it('widens max-age: both hold', async () => {
    await world.run([
      { reply: short },
      { wait: 15, init: asks('max-stale=100, max-age=12'), expect: 'network' },
    ])
  })
})

describe('min-fresh', () => {
  it('does not use what is over before', async () => {
    await world.run([{ reply: fresh }, { wait: 3000, init: asks('min-fresh=601'), expect: 'network' }])
  })

  it('uses what is fresh for longer', async () => {
    await world.run([{ reply: fresh }, { wait: 3000, init: asks('min-fresh=500'), expect: 'cached' }])
  })

  it('counts the Age that came', async () => {
    const reply = answers('max-age=3600', { Age: '3000' })
    await world.run([{ reply }, { init: asks('min-fresh=1000'), expect: 'network' }])
  })
})

describe('no-cache', () => {
  it('asks though it holds a fresh answer', async () => {
    await world.run([
      { reply: fresh },
      { init: asks('no-cache'), reply: fresh },
      { expect: 'cached', from: 1 },
    ])
  })

  it('confirms where it can', async () => {
    await world.run([
      { reply: answers('max-age=3600', { 'Last-Modified': -9999 }) },
      { init: asks('no-cache'), expect: 'lm' },
      { expect: 'cached' },
    ])
  })

  it('in any case of letters, and in a list', async () => {
    await world.run([{ reply: fresh }, { init: asks('foo="bar, baz", No-Cache'), expect: 'network' }])
  })

  it('not within a quoted string', async () => {
    await world.run([{ reply: fresh }, { init: asks('foo="no-cache, no-store"'), expect: 'cached' }])
  })

  it('Pragma alone means the same (section 5.4)', async () => {
    await world.run([{ reply: fresh }, { init: { headers: { Pragma: 'no-cache' } }, expect: 'network' }])
  })

  it('Pragma says nothing beside Cache-Control', async () => {
    await world.run([
      { reply: fresh },
      { init: asks('max-age=100', { Pragma: 'no-cache' }), expect: 'cached' },
    ])
  })

  it('an unknown Pragma says nothing', async () => {
    await world.run([{ reply: fresh }, { init: { headers: { Pragma: 'foo' } }, expect: 'cached' }])
  })
})

describe('no-store', () => {
  it('keeps nothing of the answer', async () => {
    await world.run([{ init: asks('no-store'), reply: fresh }, { expect: 'network' }])
  })

  it('leaves what was held', async () => {
    await world.run([
      { reply: fresh },
      { init: asks('no-store'), expect: 'any', reply: fresh },
      { expect: 'cached', from: 0 },
    ])
  })
})

describe('only-if-cached', () => {
  it('answers from what is held', async () => {
    await world.run([{ reply: fresh }, { init: asks('only-if-cached'), expect: 'cached' }])
  })

  it('answers 504 where nothing is held, without asking', async () => {
    const path = world.path()
    await world.run([], path)
    const before = world.origin.exchanges.length
    const response = await world.fetch(world.origin.url + path, asks('only-if-cached'))
    if (response.status !== 504 || world.origin.exchanges.length !== before) {
      throw new Error(`status ${response.status}, ${world.origin.exchanges.length - before} requests`)
    }
  })

  it('answers 504 where what is held is stale', async () => {
    const path = world.path()
    await world.run([{ reply: answers('max-age=1') }], path)
    world.clock.jump(2000)
    const response = await world.fetch(world.origin.url + path, asks('only-if-cached'))
    if (response.status !== 504) throw new Error(`status ${response.status}`)
  })
})

describe('malformed', () => {
  it('is no reason to ask less often than the origin wants', async () => {
    for (const value of ['max-stale=abc', 'max-stale=-1', 'max-age=abc']) {
      await world.run([{ reply: answers('max-age=1') }, { wait: 2, init: asks(value), expect: 'network' }])
    }
  })
})
