/** The figures of a report, and what exactly each of them counts. */
import type { Spread } from './histogram'
import type { Count, SpreadName, Tally } from './tally'

/** What was saved in one way. */
export interface Saving {
  /** How often. */
  readonly count: number
  /** How many requests were not made. */
  readonly requests: number
  /** How many bytes of bodies were not sent, as far as their size is known; it is for answers of `fetchFresh`. */
  readonly bytes: number
}

/** What was counted, of a manager or of one key, over a time. Durations are milliseconds. */
export interface Figures {
  /**
   * A read is somebody who begins to need a key's data: a registration (a component that mounts), a prefetch, or a
   * refresh with `ifStale` of what is fresh. Looking at a snapshot is none, nor is being told of a change.
   */
  readonly reads: {
    /** All of them. */
    readonly total: number
    /** Fresh data was held: a hit. */
    readonly held: number
    /** A request was under way already, and was shared. */
    readonly joined: number
    /** It had to be asked for. */
    readonly asked: number
    /** `held / total`, 0 to 1; null before the first read. */
    readonly hitRatio: number | null
  }
  /** How long ago the data was confirmed or set that reads found, stale data included; reads that found none do not count. */
  readonly ageAtRead: Spread
  /**
   * From an invalidation of a watched key, or from when the function of the mutation resolved that invalidated it,
   * until good data was held again and its watchers were told and had done what they do at once. Several
   * invalidations that one answer satisfies are one wait, from the first. Only time in which the page was visible,
   * online and not paused counts; a wait that ends because the key is paused, left or emptied is dropped.
   */
  readonly changeToScreen: Spread
  /**
   * From the first attempt to the end of a request, repetitions and their pauses included. Left out: requests that were
   * given up, and those during which the page was hidden, offline or paused.
   */
  readonly requestTime: Spread
  /** Requests of the manager. A request that takes its answer from a `load` of the cache is none. */
  readonly requests: {
    /** Attempts that were sent, repetitions included. */
    readonly sent: number
    /** Attempts that repeated a failed one. */
    readonly repeated: number
    /** Requests whose answer changed the data. */
    readonly changed: number
    /** Requests whose answer, sent in full, was what is held already. */
    readonly unchanged: number
    /** Requests that were answered by "what you hold still holds" (304). */
    readonly notModified: number
    /** Requests that failed, all their repetitions included. */
    readonly failed: number
    /** Answers (or failures) that were discarded as old: something newer was held, or asked for. */
    readonly superseded: number
    /** Requests that were given up because nobody wanted them any more. */
    readonly aborted: number
    /** `(changed + unchanged + notModified)` in proportion to these and `failed`, 0 to 1; null before the first. */
    readonly successRate: number | null
  }
  /** Of the requests that an interval made. */
  readonly polls: {
    /** Those that were answered, also by what was discarded as old. */
    readonly answered: number
    /** Those that changed nothing though all was sent. */
    readonly unchanged: number
    /** Those that changed nothing, and said so without sending it (304). */
    readonly notModified: number
  }
  /** What was saved, by what saved it. */
  readonly saved: {
    /** Reads that found fresh data. Bytes: the size of what was held; a conditional request might have cost less. */
    readonly held: Saving
    /** Reads, refreshes and requests that shared a request under way. Bytes: as many times its answer's. */
    readonly joined: Saving
    /** Answers by 304: the request was made, its body was not sent. */
    readonly notModified: Saving
    /** Answers that were the same: neither request nor bytes were saved, but parsing them and telling watchers. */
    readonly unchanged: Saving
  }
  /** Bodies of answers, repetitions that failed left out. */
  readonly bytes: {
    /** Bytes received, as far as their size is known. */
    readonly received: number
    /** Answers whose size is known. */
    readonly answersKnown: number
    /** Answers whose size is not known. */
    readonly answersUnknown: number
  }
  /** Keys that were invalidated, each time. */
  readonly invalidated: number
  /** Mutations; not counted by key. */
  readonly mutations: {
    /** Those whose function resolved. */
    readonly succeeded: number
    /** Those whose function threw. */
    readonly failed: number
  }
}

const ratio = (part: number, all: number): number | null => (all > 0 ? part / all : null)

/** The figures of what was counted. */
export function toFigures(tally: Tally): Figures {
  const saving = (count: number, requests = 0, bytes = 0): Saving => ({ count, requests, bytes })
  const spread = (name: SpreadName) => tally.spread(name).spread()
  /** Counts that a report calls what they are called here. */
  const pick = <C extends Count>(...names: C[]) =>
    Object.fromEntries(names.map((name) => [name, tally.get(name)])) as Record<C, number>

  const reads = pick('held', 'joined', 'asked')
  const total = reads.held + reads.joined + reads.asked
  const requests = pick(
    'sent',
    'repeated',
    'changed',
    'unchanged',
    'notModified',
    'failed',
    'superseded',
    'aborted',
  )
  const { unchanged, notModified, failed } = requests
  const good = requests.changed + unchanged + notModified
  const spared = tally.get('spared')
  return {
    reads: { total, ...reads, hitRatio: ratio(reads.held, total) },
    ageAtRead: spread('ageAtRead'),
    changeToScreen: spread('changeToScreen'),
    requestTime: spread('requestTime'),
    requests: { ...requests, successRate: ratio(good, good + failed) },
    polls: {
      answered: tally.get('poll'),
      unchanged: tally.get('pollUnchanged'),
      notModified: tally.get('pollNotModified'),
    },
    saved: {
      held: saving(reads.held, reads.held, tally.get('heldBytes')),
      joined: saving(spared, spared, tally.get('joinedBytes')),
      notModified: saving(notModified, 0, tally.get('notModifiedBytes')),
      unchanged: saving(unchanged),
    },
    bytes: pick('received', 'answersKnown', 'answersUnknown'),
    invalidated: tally.get('invalidated'),
    mutations: { succeeded: tally.get('mutated'), failed: tally.get('mutationFailed') },
  }
}
