import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheBust } from './cache-bust'

describe('cacheBust', () => {
  it.each([
    ['https://a.example', 'https://a.example?_t=5'],
    ['https://a.example/x', 'https://a.example/x?_t=5'],
    ['https://a.example/x?', 'https://a.example/x?_t=5'],
    ['https://a.example/x#top', 'https://a.example/x?_t=5#top'],
    ['https://a.example/x?a=1#top', 'https://a.example/x?a=1&_t=5#top'],
    ['https://a.example/x?a=1#top?b=2#c', 'https://a.example/x?a=1&_t=5#top?b=2#c'],
    ['/x', '/x?_t=5'],
    ['x?a', 'x?a&_t=5'],
    ['../x?a=1', '../x?a=1&_t=5'],
    ['?a=1', '?a=1&_t=5'],
    ['', '?_t=5'],
    ['#top', '?_t=5#top'],
    ['//a.example/x', '//a.example/x?_t=5'],
    ['/x?a=1&a=2&', '/x?a=1&a=2&&_t=5'],
    ['/x?a=b?c', '/x?a=b?c&_t=5'],
    ['/x%20y?q=%C3%A9+%2B&r=é&s=%', '/x%20y?q=%C3%A9+%2B&r=é&s=%&_t=5'],
    ['/x?_t=1', '/x?_t=5'],
    ['/x?_t', '/x?_t=5'],
    ['/x?_t=1&a=1&_t=2#f', '/x?a=1&_t=5#f'],
    ['/x?_tt=1&x_t=2', '/x?_tt=1&x_t=2&_t=5'],
    ['/x#?_t=1', '/x?_t=5#?_t=1'],
  ])('%o becomes %o', (url, expected) => {
    expect(cacheBust(url, 5)).toBe(expected)
  })

  it('takes another name, encoded where it must be', () => {
    expect(cacheBust('/x?_t=1', 5, 'v')).toBe('/x?_t=1&v=5')
    expect(cacheBust('/x', 5, 'a b')).toBe('/x?a%20b=5')
    expect(cacheBust(cacheBust('/x', 5, 'a&b'), 6, 'a&b')).toBe('/x?a%26b=6')
  })

  it('replaces what it added', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        expect(cacheBust(cacheBust(url, 1), 2)).toBe(cacheBust(url, 2))
      }),
    )
  })

  it('leaves everything else of the URL as it was', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const before = new URL(url)
        const after = new URL(cacheBust(url, 1))
        expect([after.origin, after.pathname, after.hash]).toEqual([
          before.origin,
          before.pathname,
          before.hash,
        ])
        expect(after.search.replace(/[?&]_t=1$/, '')).toBe(before.search)
      }),
    )
  })
})
