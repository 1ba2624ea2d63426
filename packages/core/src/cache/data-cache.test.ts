import { describe, expect, it } from 'vitest'
import { dataCache, fetchWithCache } from './data-cache'

describe('the default cache', () => {
  it('answers from what is held, and asks once for what is not', async () => {
    dataCache.clear()
    let asked = 0
    const fetcher = () => Promise.resolve(++asked)
    expect(await Promise.all([fetchWithCache('n', fetcher), fetchWithCache('n', fetcher)])).toEqual([1, 1])
    expect(await fetchWithCache('n', fetcher)).toBe(1)
    expect(await fetchWithCache('n', fetcher, { force: true })).toBe(2)
    expect(dataCache.get('n')).toBe(2)
  })

  it('holds a thousand values that nobody watches', () => {
    dataCache.clear()
    for (let n = 0; n < 1100; n++) dataCache.set(['n', n], n)
    expect([dataCache.size, dataCache.get(['n', 99]), dataCache.get(['n', 100])]).toEqual([
      1000,
      undefined,
      100,
    ])
    dataCache.clear()
  })
})
