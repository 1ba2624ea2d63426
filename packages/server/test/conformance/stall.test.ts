import { describe, expect, it } from 'vitest'
import { createResponseCache } from '../../src/index'

// A hundred patterns, as one request may bring them, over keys whose text is a stranger's too (a search, say).

const patterns: [string, (index: number) => string][] = [
  ['that nearly match from the front', (index) => `*${'a'.repeat(400 + (index % 100))}b*`],
  ['that nearly match from the back', (index) => `*b${'a'.repeat(400 + (index % 100))}*`],
  ['of many stars', (index) => `*${'a*'.repeat(200)}${index}b`],
  ['of two letters in turn', (index) => `*${'ab'.repeat(200)}${index}*`],
]

describe('a hundred hostile patterns over two hundred long keys', () => {
  it.each(patterns)(
    '%s do not stall the process',
    async (_, make) => {
      const cache = createResponseCache()
      const load = (index: number) => cache.load(`${'a'.repeat(1900)}${index}`, () => index)
      await Promise.all(Array.from({ length: 200 }, (__, index) => load(index)))
      // The longest that nobody else was served.
      let longest = 0
      let last = performance.now()
      const ticking = setInterval(() => {
        longest = Math.max(longest, performance.now() - last)
        last = performance.now()
      }, 1)
      await cache.invalidate({ patterns: Array.from({ length: 100 }, (__, index) => make(index)) })
      await load(1)
      await new Promise((next) => setTimeout(next, 5))
      clearInterval(ticking)
      // About a hundred times what it is on a quiet machine. A search that is quadratic takes the timeout.
      expect(longest).toBeLessThan(5000)
      await cache.close()
    },
    15_000,
  )
})
