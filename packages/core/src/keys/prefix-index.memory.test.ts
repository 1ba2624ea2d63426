import { describe, expect, it } from 'vitest'
import { PrefixIndex } from './prefix-index'

const usedBytes = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

describe('PrefixIndex', () => {
  it('frees what was deleted, and does not grow by churn', () => {
    const index = new PrefixIndex<{ readonly key: string }>()
    const churn = (from: number) => {
      const live: { readonly key: string }[] = []
      for (let at = from; at < from + 100_000; at++) {
        const item = { key: `log:${at}:${(at * 7_919) % 1_000}` }
        index.add(item)
        live.push(item)
        const old = live.length > 1_000 ? live[live.length - 1_001] : undefined
        if (old) index.delete(old)
      }
      for (const item of live.slice(-1_000)) index.delete(item)
    }
    churn(0)
    const before = usedBytes()
    for (let round = 1; round <= 5; round++) churn(round * 1_000_000)
    expect(usedBytes() - before).toBeLessThan(200_000)
    index.forEach('', () => expect.unreachable())
  })
})
