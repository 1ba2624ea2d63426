// The checks themselves: a good run passes all of them, and each break of it is found by the check that is for it.
import { describe, expect, it } from 'vitest'
import { seenInTime } from './checks/in-time.ts'
import { countRequests } from './checks/requests.ts'
import { judge, type Verdict } from './judge.ts'
import type { Asked, Trace } from './trace.ts'

const START = 1_000_000

/** When a page asked for each of two keys, in seconds; an `f` where the server was away. */
const TIMES = [
  '0 10 20f 20.8f 22.5 32.5 42.5 43.02 53.02 80.05 90.05',
  '1 11 21f 21.8f 23.5 33.5 43.5 53.5 80.06 90.06',
]

/** A page in sight for a minute, hidden for 20 s, in sight for 20 s; two keys, every 10 s; a mutation of the first. */
function goodRun(): Trace {
  const at = (seconds: number) => START + seconds * 1000
  const asked = TIMES.flatMap((line, key) =>
    line.split(' ').map((time): Asked => {
      const began = at(Number.parseFloat(time))
      const ending = time.endsWith('f') ? 'failed' : 'answered'
      return { ask: '', life: 'a', key, at: began, end: began + 80, ending, status: 200 }
    }),
  ).sort((a, b) => a.at - b.at)
  return {
    intervals: [10_000, 10_000],
    lives: [
      {
        id: 'a',
        tab: 0,
        from: at(0),
        to: at(100),
        visible: [
          { from: at(0), to: at(60) },
          { from: at(80), to: at(100) },
        ],
        returns: [{ at: at(80), kind: 'shown' }],
      },
    ],
    asked,
    shown: [
      { life: 'a', key: 0, version: 1, at: at(0.1) },
      { life: 'a', key: 1, version: 1, at: at(1.1) },
      { life: 'a', key: 0, version: 2, at: at(43) },
      { life: 'a', key: 1, version: 2, at: at(53.6) },
    ],
    causes: [{ life: 'a', kind: 'mutation', keys: [0], from: at(42.9), to: at(43) }],
    acknowledged: [{ life: 'a', key: 0, token: 't1', version: 2, showed: 2, at: at(43) }],
    commits: [
      { key: 0, version: 2, token: 't1', at: at(42.95) },
      { key: 1, version: 2, token: 'outsider', at: at(50) },
    ],
    outages: [{ from: at(19.9), to: at(21.9) }],
    offline: [],
    settled: [{ life: 'a', from: at(95), at: at(95.2), wrong: [] }],
    problems: [],
    confirmed: 0,
    networkLines: { 'Failed to load resource: net::ERR_CONNECTION_REFUSED': 4 },
  }
}

/** What is wrong with a run that a break was put into. */
function judged(
  breakIt: (trace: Trace) => void = () => {},
  tasks: Record<string, number> = {},
  loads: Record<string, number[]> = {},
): Verdict['wrong'] {
  const trace = goodRun()
  breakIt(trace)
  trace.asked.sort((a, b) => a.at - b.at)
  trace.shown.sort((a, b) => a.at - b.at)
  return judge({ trace, loads, tasks, slowTasks: {}, unseen: [] }).wrong
}

const ask = (trace: Trace, key: number, seconds: number, lasts = 80): void => {
  const at = START + seconds * 1000
  trace.asked.push({ ask: '', life: 'a', key, at, end: at + lasts, ending: 'answered', status: 200 })
}

describe('a good run', () => {
  it('passes', () => expect(judged()).toEqual({}))

  it('is counted: what each request was for, and how many there might be', () => {
    const requests = countRequests(goodRun())
    expect(requests.counts).toEqual({ load: 2, followUp: 1, retry: 4, return: 2, poll: 12 })
    expect(requests).toMatchObject({
      total: 21,
      failed: 4,
      visibleIntervals: 16,
      loads: 2,
      dueOnReturn: 2,
      named: 1,
    })
    expect(requests.bound).toBeCloseTo(1.1 * 16 + 2 + 2 + 1 + 4)
  })

  it('may have repetitions that waited for their turn, and polls after them that did not', () => {
    const late = judged(({ asked }) => {
      const waited = asked.find(({ at }) => at === START + 22_500)
      if (waited) Object.assign(waited, { at: waited.at + 2000, end: waited.end + 2000 })
    })
    expect(late).toEqual({})
  })

  it('was looked at: each version in each page', () => {
    const { judged: pairs, delays, disturbed } = seenInTime(goodRun(), 8000)
    expect({ pairs, delays, disturbed }).toEqual({ pairs: 2, delays: [50, 3600], disturbed: 0 })
  })
})

describe('a break is found', () => {
  it('a request that was given up and rejects unheard', () => {
    const rejected = 'Uncaught (in promise) AbortError: signal is aborted without reason'
    expect(judged(({ problems }) => problems.push(rejected))).toEqual({ problems: [rejected] })
  })

  it('a storm on return: everything is asked for, though nothing is due', () => {
    const { requests = [] } = judged((trace) => {
      trace.lives[0]?.returns.push({ at: START + 84_000, kind: 'shown' })
      for (const key of [0, 1]) ask(trace, key, 84.02)
    })
    expect(requests).toHaveLength(2)
    expect(requests.join()).toContain('nothing explains the request for key 0')
  })

  it('a storm at a server that is away: repeated without a pause', () => {
    const { requests = [] } = judged(({ asked }) => {
      const failed = asked.find(({ ending }) => ending === 'failed')
      for (const pause of [100, 200, 300])
        if (failed) asked.push({ ...failed, at: failed.at + pause, end: failed.at + pause + 5 })
    })
    expect(requests.join()).toContain('nothing explains the request for key 0')
  })

  it('a storm of polls: twice as often as asked for', () => {
    const { requests = [] } = judged((trace) => {
      for (const asked of [...trace.asked]) ask(trace, asked.key, (asked.at - START) / 1000 + 5)
    })
    expect(requests.filter((line) => line.includes('nothing explains')).length).toBeGreaterThan(8)
  })

  it('a hidden page that polls', () => {
    const { requests = [] } = judged((trace) => ask(trace, 0, 70))
    expect(requests).toContain(`a: asked for key 0 out of sight, at ${START + 70_000}`)
  })

  it('a hidden page may ask for what a person refreshed in it', () => {
    const refreshed = judged((trace) => {
      const at = START + 70_000
      trace.causes.push({ life: 'a', kind: 'refresh', keys: [0], from: at, to: at })
      ask(trace, 0, 70.01)
    })
    expect(refreshed).toEqual({})
  })

  it('an answer that is shown though a newer one was', () => {
    const { 'went back': lines } = judged(({ shown }) =>
      shown.push({ life: 'a', key: 0, version: 1, at: START + 44_000 }),
    )
    expect(lines).toEqual([`a: key 0 showed 1 after 2, at ${START + 44_000}`])
  })

  it('two requests for one key at once, though nothing made the first one stale', () => {
    const { requests = [] } = judged(({ asked }) => {
      const poll = asked.find(({ key, at }) => key === 1 && at === START + 11_000)
      if (poll) poll.end += 20_000
    })
    expect(requests).toContain(`a: two requests for key 1 at once, at ${START + 21_000}`)
  })

  it('a mutation that the page does not show when it is told of the end', () => {
    const { 'lost writes': lines } = judged(({ acknowledged }) =>
      acknowledged.splice(0, 1, {
        life: 'a',
        key: 0,
        token: 't1',
        version: 2,
        showed: 1,
        at: START + 43_000,
      }),
    )
    expect(lines).toHaveLength(1)
  })

  it('a mutation that was acknowledged and that the server does not have', () => {
    expect(judged(({ commits }) => commits.shift())).toHaveProperty('lost writes')
  })

  it('a version that a page in sight never shows', () => {
    const { 'shown late': lines } = judged(({ shown }) => shown.pop())
    expect(lines).toEqual(['a: version 2 of key 1 was not shown within 18000 ms'])
  })

  it('a version that is still not shown when a poll has waited long enough after a failure', () => {
    const failing = (shownAt: number) =>
      judged((trace) => {
        const poll = trace.asked.find(({ key, at }) => key === 1 && at === START + 53_500)
        if (poll) Object.assign(poll, { at: poll.at - 3000, end: poll.end - 3000, ending: 'failed' })
        trace.lives[0]?.visible.splice(0, 2, { from: START, to: START + 100_000 })
        const shown = trace.shown.find(({ key, version }) => key === 1 && version === 2)
        if (shown) Object.assign(shown, { at: START + shownAt })
      })['shown late']
    // It failed at 50.58 s: two intervals and the bound later it is 78.58 s.
    expect(failing(78_000)).toBeUndefined()
    expect(failing(79_000)).toHaveLength(1)
  })

  it('a tab that ends elsewhere than the server', () => {
    const { 'never settled': lines } = judged(({ settled }) =>
      settled.splice(0, 1, { life: 'a', from: START, at: undefined, wrong: ['1: 1, 2'] }),
    )
    expect(lines).toHaveLength(1)
  })

  it('a task that keeps the main thread', () => {
    expect(judged(undefined, { 'return to a tab': 51 })).toEqual({
      'long tasks': ['return to a tab: a task of 51.0 ms'],
    })
  })

  it('a load that keeps the main thread, beyond what the page takes without the library', () => {
    const loads = (takes: number[]) => ({ 'without a library': [11, 12, 30], 'with bindings': takes })
    expect(judged(undefined, {}, loads([40, 61, 90]))).toEqual({})
    expect(judged(undefined, {}, loads([40, 62, 64]))).toEqual({
      'long tasks': ['load with bindings: a task of 50.0 ms'],
    })
  })
})
