import { describe, expect, it } from 'vitest'
import { useOrigin } from './support'

const origin = useOrigin()

describe('createHttpCache', () => {
  it('answers from what is fresh, and validates what is stale', async () => {
    const { url, asked, clock, cached } = await origin.serve((request, count) =>
      request.headers['if-none-match']
        ? { status: 304, headers: { 'x-count': `${count}` } }
        : {
            headers: { etag: '"1"', 'cache-control': 'max-age=60', 'content-type': 'text/plain' },
            body: 'one',
          },
    )
    const first = await cached(url)
    expect([first.status, first.url, await first.text()]).toEqual([200, url, 'one'])
    await clock.advance(59_000)
    const second = await cached(url)
    expect([await second.text(), second.headers.get('age'), second.url]).toEqual(['one', '59', url])
    expect(asked).toHaveLength(1)
    await clock.advance(2000)
    const third = await cached(url)
    expect([third.status, await third.text(), third.headers.get('x-count')]).toEqual([200, 'one', '2'])
    expect(asked[1]?.headers).toMatchObject({ 'if-none-match': '"1"' })
    expect(asked[1]?.headers).not.toHaveProperty('cache-control')
    expect(asked).toHaveLength(2)
    expect(await (await cached(url)).text()).toBe('one')
    expect(asked).toHaveLength(2)
  })
})
