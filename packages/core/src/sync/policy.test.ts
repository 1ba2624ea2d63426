import { describe, expect, it } from 'vitest'
import { asksSame, isAlike, lifetimeFor, OVERDUE_AFTER, resolvePolicy, resolveRules } from './policy'
import type { ResourceOptions } from './resource'

type Options = ResourceOptions<unknown>

const rulesOf = (asked: Options[], defaults: Options = {}) => resolveRules(asked, defaults)
const policyOf = (asked: Options[], defaults: Options = {}) =>
  resolvePolicy(asked, defaults, resolveRules(asked, defaults))

describe('rules', () => {
  it('are the defaults where nobody says anything', () => {
    const { retry, ...rules } = rulesOf([])
    expect(retry.limit).toBe(2)
    expect(rules).toEqual({
      enabled: true,
      byServer: false,
      follows: true,
      hiddenInterval: 0,
      timeout: 30_000,
      refreshOnVisible: 'due',
      refreshOnReconnect: true,
      refreshOnFocus: false,
      refreshOnStale: false,
      overdueAfter: OVERDUE_AFTER,
      schema: undefined,
      fallback: undefined,
      version: undefined,
      origin: undefined,
    })
    expect(OVERDUE_AFTER).toBe(300_000)
  })

  it('are the newest word on each option, over the manager’s', () => {
    const asked: Options[] = [
      { timeout: 1, refreshOnFocus: true, retry: 5 },
      { timeout: 2 },
      { timeout: undefined },
    ]
    const rules = rulesOf(asked, { timeout: 9, hiddenInterval: 60_000, retry: 7 })
    expect(rules).toMatchObject({ timeout: 2, refreshOnFocus: true, hiddenInterval: 60_000 })
    expect(rules.retry.limit).toBe(5)
    expect(rulesOf([{}], { retry: false }).retry.limit).toBe(0)
  })

  it('know only options that are rules', () => {
    const other = { interval: 5, somethingElse: 1 } as Options
    expect(Object.keys(rulesOf([other])).sort()).toEqual(Object.keys(rulesOf([])).sort())
  })

  it.each<[Options[], Options, boolean]>([
    [[], {}, true],
    [[], { enabled: false }, true],
    [[{}], {}, true],
    [[{}], { enabled: false }, false],
    [[{ enabled: true }], { enabled: false }, true],
    [[{ enabled: false }], {}, false],
    [[{ enabled: false }, {}], {}, true],
    [[{ enabled: true }, { enabled: false }], {}, true],
    [[{ enabled: false }, { enabled: false }], {}, false],
  ])('enabled: %o over %o is %o', (asked, defaults, enabled) => {
    expect(rulesOf(asked, defaults).enabled).toBe(enabled)
  })

  it('follow the server where any registration does', () => {
    expect(rulesOf([{ ttl: 'http' }, { ttl: 5 }]).byServer).toBe(true)
    expect(rulesOf([{}], { ttl: 'http' }).byServer).toBe(true)
    expect(rulesOf([{ ttl: 5 }], { ttl: 'http' }).byServer).toBe(false)
    expect(rulesOf([], { ttl: 'http' }).byServer).toBe(false)
  })
})

describe('the interval', () => {
  it('is the smallest of those that are enabled; 0 is none', () => {
    const every = (...asked: Options[]) => policyOf(asked).interval
    expect([every(), every({}), every({ interval: 0 })]).toEqual([Infinity, Infinity, Infinity])
    expect(every({ interval: 30 }, { interval: 10 }, { interval: 0 }, { interval: 20 })).toBe(10)
    expect(every({ interval: 10, enabled: false }, { interval: 20 })).toBe(20)
    expect(policyOf([{}, { interval: 50 }], { interval: 40 }).interval).toBe(40)
  })

  it('is what would hold where none is enabled', () => {
    expect(policyOf([{ interval: 10, enabled: false }]).interval).toBe(10)
    expect(policyOf([{ interval: 10 }, { interval: 20 }], { enabled: false }).interval).toBe(10)
  })

  it('may be functions, each of those that are enabled', () => {
    const [a, b, c] = [() => 1, () => 2, () => 3]
    const policy = policyOf([
      { interval: a },
      { interval: b, enabled: false },
      { interval: c },
      { interval: 5 },
    ])
    expect([policy.intervals, policy.interval]).toEqual([[a, c], 5])
    expect(policyOf([{}, {}], { interval: a }).intervals).toEqual([a, a])
    expect(policyOf([{ interval: b, enabled: false }]).intervals).toEqual([b])
    expect(policyOf([{}]).intervals).toEqual([])
  })
})

describe('the lifetime', () => {
  it('reaches over the next poll by as much again, at most 5 seconds', () => {
    expect([1000, 5000, 5001, 60_000].map(lifetimeFor)).toEqual([2000, 10_000, 10_001, 65_000])
    expect([lifetimeFor(0), lifetimeFor(Infinity)]).toEqual([0, 0])
  })

  it('follows the interval where no ttl is given', () => {
    const policy = policyOf([{ interval: 60_000 }])
    expect([policy.rules.follows, policy.ttl]).toEqual([true, 65_000])
    expect(policyOf([{}]).ttl).toBe(0)
  })

  it('is the shortest ttl that is given, whatever the interval', () => {
    const policy = policyOf([{ interval: 60_000, ttl: 300 }, { ttl: 200 }, { interval: 5 }])
    expect([policy.rules.follows, policy.ttl]).toEqual([false, 200])
    expect(policyOf([{ interval: 5 }], { ttl: 70 }).ttl).toBe(70)
    expect(policyOf([{ ttl: Infinity }]).ttl).toBe(Infinity)
    expect(policyOf([{ ttl: 0, interval: 5 }]).ttl).toBe(0)
  })

  it('is left to the server where any follows it, bounded by a ttl that is given', () => {
    const policy = policyOf([{ ttl: 'http', interval: 60_000 }])
    expect([policy.rules.follows, policy.ttl]).toEqual([false, Infinity])
    expect(policyOf([{ ttl: 'http' }, { ttl: 40 }]).ttl).toBe(40)
  })
})

describe('what is kept', () => {
  it('is kept for the longest gcTime; ten minutes where none is given or nobody asks', () => {
    const kept = (asked: Options[], defaults?: Options) => policyOf(asked, defaults).gcTime
    expect([kept([]), kept([{}]), kept([{ gcTime: 5 }])]).toEqual([600_000, 600_000, 5])
    expect(kept([{ gcTime: 5 }, { gcTime: 9 }, { gcTime: 7 }])).toBe(9)
    expect([kept([{ gcTime: 5 }, {}]), kept([{ gcTime: 5 }, {}], { gcTime: 8 })]).toEqual([600_000, 8])
    expect(kept([{ gcTime: 0 }])).toBe(0)
  })

  it('carries all tags, each once, in a list of its own', () => {
    const mine = ['a', 'b']
    const policy = policyOf([{ tags: mine }, { tags: ['b', 'c'] }, {}, { tags: [] }], { tags: ['d'] })
    expect(policy.tags).toEqual(['a', 'b', 'c', 'd'])
    mine.push('z')
    expect(policyOf([{ tags: mine }]).tags).not.toBe(mine)
    expect(policy.tags).not.toContain('z')
    expect(policyOf([{ tags: [] }], { tags: ['d'] }).tags).toEqual([])
    // None: one list for all keys.
    expect(policyOf([{}]).tags).toBe(policyOf([{ tags: [] }]).tags)
  })
})

describe('asksSame', () => {
  it('minds nothing that is said beside when and how to ask', () => {
    const said = { interval: 1, tags: ['a'] }
    for (const name of ['fetcher', 'select', 'onError', 'onSuccess'])
      expect(asksSame({ ...said, [name]: () => 1 } as Options, said)).toBe(true)
    expect(asksSame(said, { interval: 2, tags: ['a'] })).toBe(false)
    expect(asksSame(said, { interval: 1 })).toBe(false)
  })
})

describe('isAlike', () => {
  it('is true where options differ in interval, gcTime and tags at most', () => {
    expect(isAlike({ interval: 1, gcTime: 1, tags: ['a'], timeout: 5 }, { interval: 2, timeout: 5 })).toBe(
      true,
    )
    expect(isAlike({ timeout: 5 }, { timeout: 6 })).toBe(false)
    expect(isAlike({ interval: 1 }, { interval: 1, enabled: false })).toBe(false)
  })
})
