import * as fc from 'fast-check'
import CachePolicy from 'http-cache-semantics'
import { describe, expect, it } from 'vitest'
import { judge, readRequestControl } from '../../src/http/reuse'
import { isStorable } from '../../src/http/storable'
import { toVariant } from '../../src/http/vary'
import { exchanges, type Exchange, start, toFields } from './oracle-cases'
import { type Difference, differences } from './oracle-differences'

// Our pure floor against http-cache-semantics, over random headers. Every difference has a name and a section of an
// RFC; what is left must be none.

type Verdict = 'not stored' | 'used' | 'used, and updated' | 'asked'

function ours({ status, first, answer, second, wait, heuristic }: Exchange): Verdict {
  const headers = new Headers(toFields(answer))
  const request = new Headers(toFields(first))
  if (readRequestControl(request).has('no-store') || !isStorable({ status, headers })) return 'not stored'
  const next = new Headers(toFields(second))
  const elapsed = wait * 1000
  const reuse = judge({ status, headers }, elapsed, readRequestControl(next), start + elapsed, heuristic)
  if (toVariant(headers, request) !== toVariant(headers, next)) return 'asked'
  if (reuse.isUsable) return 'used'
  return reuse.isUsableMeanwhile ? 'used, and updated' : 'asked'
}

let now = start

class Policy extends CachePolicy {
  now(): number {
    return now
  }
}

function theirs({ status, first, answer, second, wait, heuristic }: Exchange): Verdict {
  now = start
  const about = { method: 'GET', url: '/' }
  const policy = new Policy(
    { ...about, headers: toFields(first) },
    { status, headers: toFields(answer) },
    { shared: false, cacheHeuristic: heuristic ? 0.1 : 0 },
  )
  if (!policy.storable()) return 'not stored'
  now = start + wait * 1000
  const { response, revalidation } = policy.evaluateRequest({ ...about, headers: toFields(second) })
  if (!response) return 'asked'
  return revalidation ? 'used, and updated' : 'used'
}

function rewrite(exchange: Exchange, by: readonly Difference[]): Exchange {
  let rewritten = exchange
  for (const difference of by) rewritten = difference.rewrite(rewritten)
  return rewritten
}

describe('against http-cache-semantics', () => {
  it('nothing differs but by the named differences', () => {
    fc.assert(
      fc.property(exchanges, (exchange) => {
        expect(ours(exchange)).toBe(theirs(rewrite(exchange, differences)))
      }),
      { numRuns: 6000 },
    )
  })

  const sample = fc.sample(exchanges, { numRuns: 20_000, seed: 3 })

  it.each(differences)('$name ($section)', (difference) => {
    const others = differences.filter((each) => each !== difference)
    // Without it the two disagree somewhere: no name here is an excuse for nothing.
    expect(sample.some((exchange) => ours(exchange) !== theirs(rewrite(exchange, others)))).toBe(true)
  })
})
