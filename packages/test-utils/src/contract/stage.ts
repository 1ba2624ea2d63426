/** What one case of the contract plays on: a manager, a clock, a page to be hidden, and places that leave at the end. */
import { DataSyncManager, fixedEnvironment, type FixedEnvironment } from '@freshline/core'
import { deferred, fakeClock, flush, type FakeClock } from '../fake-clock'
import type { Frame, Mount, Mounted, Use } from './mount'

/** A fetcher, or the function of a mutation, whose every call is answered by the case. */
export interface Script {
  readonly fetcher: (given?: unknown) => Promise<unknown>
  /** What it was called with, call by call. */
  readonly calls: readonly { readonly given: unknown; readonly signal: AbortSignal | undefined }[]
  /** Answers a call, the newest by default. */
  readonly answer: (value: unknown, call?: number) => Promise<void>
  /** Fails a call, the newest by default. */
  readonly fail: (error: unknown, call?: number) => Promise<void>
}

export interface Stage {
  readonly manager: DataSyncManager
  readonly clock: FakeClock
  readonly environment: FixedEnvironment
  /** How many listen to the page. */
  readonly listeners: () => number
  /** Puts a place on the page that reads what is named. */
  readonly mount: (use: Use, reads: readonly string[]) => Mounted
  /** Runs something, and lets everything that follows settle. */
  readonly settle: (run?: () => unknown) => Promise<void>
  /** Lets time pass. */
  readonly pass: (ms: number) => Promise<void>
  readonly script: () => Script
}

/** What a place has shown, without repetitions: frameworks may render more often than something changes. */
export function seen({ frames }: Mounted): unknown[][] {
  return frames
    .map((frame) => Object.values(frame))
    .filter((values, index, all) => {
      const before = all[index - 1]
      return !before || values.some((value, at) => !Object.is(value, before[at]))
    })
}

/** What is on screen. */
export function now({ frames }: Mounted): Frame {
  return frames.at(-1) ?? {}
}

/** Plays a case, and clears up after it. */
export async function play(run: (stage: Stage) => Promise<void>, mount: Mount): Promise<void> {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  let listening = 0
  const manager = new DataSyncManager({
    clock,
    environment: {
      ...environment,
      subscribe(onChange) {
        const off = environment.subscribe(onChange)
        listening++
        return () => {
          off()
          listening--
        }
      },
    },
  })
  const mounted = new Set<Mounted>()
  const settle = (act?: () => unknown): Promise<void> => {
    const [place] = mounted
    return place ? place.flush(act) : Promise.resolve(act?.()).then(flush)
  }
  const put = (use: Use, reads: readonly string[]): Mounted => {
    const place = mount({ ...use, manager, reads })
    const unmount = () => {
      if (mounted.delete(place)) place.unmount()
    }
    mounted.add(place)
    const known: Mounted = { ...place, unmount }
    Object.defineProperty(known, 'frames', { get: () => place.frames })
    return known
  }
  try {
    await run({
      manager,
      clock,
      environment,
      listeners: () => listening,
      mount: put,
      settle,
      pass: (ms) => settle(() => clock.advance(ms)),
      script: () => createScript(settle),
    })
  } finally {
    for (const place of mounted) place.unmount()
    manager.dispose()
  }
}

function createScript(settle: Stage['settle']): Script {
  const calls: { given: unknown; signal: AbortSignal | undefined }[] = []
  const answers: ReturnType<typeof deferred<unknown>>[] = []
  return {
    calls,
    fetcher(given) {
      const answer = deferred<unknown>()
      answers.push(answer)
      calls.push({ given, signal: (given as { signal?: AbortSignal } | undefined)?.signal })
      return answer.promise
    },
    answer: (value, call = -1) => settle(() => answers.at(call)?.resolve(value)),
    fail: (error, call = -1) => settle(() => answers.at(call)?.reject(error)),
  }
}
