import { describe, expect, it } from 'vitest'
import { table, useWorld, type Row } from './steps'

// `Age`: read (RFC 9111 sections 4.2.3 and 5.1), and written (section 4).

const world = useWorld()
const hour = 'max-age=3600'
const aged = (age: string | string[], headers = {}) => ({ 'Cache-Control': hour, Age: age, ...headers })
const ignored = (age: string): Row => [`${JSON.stringify(age)} says nothing`, aged(age), 'cached']

describe('Age of an answer', () => {
  table(world, [
    ['shortens what is left', aged('3500'), 'cached', 99],
    ['shortens what is left, to its end', aged('3500'), 'network', 100],
    ['equal to the lifetime', aged('3600'), 'network', 0],
    ['beyond the lifetime', aged('7200'), 'network', 0],
    ['0', aged('0'), 'cached', 3599],
    ['2^31', aged('2147483648'), 'network', 0],
    ['2^63', aged('9223372036854775808'), 'network', 0],
    ['leading zeros', aged('0003500'), 'network', 100],
    ['the first of a list, small', aged('0, 7200'), 'cached'],
    ['the first of a list, large', aged('7200, 0'), 'network'],
    ['the first of two lines, small', aged(['0', '7200']), 'cached'],
    ['the first of two lines, large', aged(['7200', '0']), 'network'],
    ignored('-7200'),
    ignored('7200.5'),
    ignored('7200a'),
    ignored('a7200'),
    ignored('7200;foo=bar'),
    ignored('"7200"'),
    ignored(''),
  ])

  it('counts the time that the answer took', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': 'max-age=10' }, delay: 6 } },
      { wait: 3, expect: 'cached' },
      { wait: 1, expect: 'network' },
    ])
  })

  it('adds the time that the answer took to its Age', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': 'max-age=100', Age: '50' }, delay: 30 } },
      { wait: 19, expect: 'cached' },
      { wait: 1, expect: 'network' },
    ])
  })
})

describe('Age of a reused answer', () => {
  it('is written where there was none', async () => {
    await world.run([
      { reply: { headers: { 'Cache-Control': hour } } },
      { wait: 10, expect: 'cached', has: { age: '10' } },
      { wait: 30, expect: 'cached', has: { age: '40' } },
    ])
  })

  it('is written over what came', async () => {
    await world.run([
      { reply: { headers: aged('100') }, has: { age: '100' } },
      { wait: 10, expect: 'cached', has: { age: '110' } },
    ])
  })

  it('is written beside Expires', async () => {
    await world.run([
      { reply: { headers: { Expires: 3600, Age: '7' } } },
      { wait: 10, expect: 'cached', has: { age: '17' } },
    ])
  })

  it('ignores a wall clock that is set back', async () => {
    const path = world.path()
    await world.run([{ reply: { headers: { 'Cache-Control': hour } } }], path)
    world.clock.setWall(world.clock.now() - 86_400_000)
    world.clock.jump(10_000)
    const response = await world.fetch(world.origin.url + path)
    expect(response.headers.get('age')).toBe('10')
    world.clock.jump(3_590_000)
    const later = await world.fetch(world.origin.url + path)
    expect(await later.text()).not.toBe(await response.text())
    world.clock.setWall(world.clock.now() + 86_400_000)
  })

  it('starts anew after a confirmation', async () => {
    await world.run([
      { reply: { headers: aged('3000', { ETag: '"a"' }) } },
      { wait: 700, expect: 'etag', reply: { status: 304, headers: { 'Cache-Control': hour, ETag: '"a"' } } },
      { wait: 5, expect: 'cached', has: { age: '5' } },
    ])
  })

  it('leaves the Date of the origin', async () => {
    const at = new Date(world.clock.now()).toUTCString()
    await world.run([
      { reply: { headers: { 'Cache-Control': hour } }, has: { date: at } },
      { wait: 10, expect: 'cached', has: { date: at } },
    ])
  })
})
