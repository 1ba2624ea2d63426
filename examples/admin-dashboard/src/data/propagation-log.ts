/**
 * What became of telling the server's cache what changed here: the write itself is safe either way, but others may be
 * shown the old state for a while.
 */
import type { DataSyncManager, Propagation, PropagateReport, SyncEvent, Target } from '@freshline/core'
import { parseTargets } from '@freshline/core/shared'

/** One change, told or not. */
export interface PropagationLine {
  readonly id: number
  /** Epoch milliseconds of the latest news. */
  readonly at: number
  /** `waiting`: the page has gone on, and the server is still being told. */
  readonly state: 'done' | 'waiting' | 'failed'
  /** What was named, in words: `tag keys`, `stats`. */
  readonly targets: readonly string[]
  /** The same, to be told again. */
  readonly told: readonly Target[]
  /** How many cached answers became stale; undefined until it is told. */
  readonly invalidated: number | undefined
  /** What the proxy or CDN behind the server said; undefined where there is none. */
  readonly purge: 'ok' | 'failed' | undefined
  /** What went wrong. */
  readonly error: Error | undefined
}

/** What the sync page follows. */
export interface PropagationLog {
  subscribe(listener: () => void): () => void
  /** Newest first. */
  getSnapshot(): readonly PropagationLine[]
  /** Calls a listener with each line that is new or another, and with what it was. */
  onNews(listener: OnNews): () => void
  dispose(): void
}

/** What a listener is told; `before` is undefined for a new line. */
export type OnNews = (line: PropagationLine, before: PropagationLine | undefined) => void

const KEPT = 20
const states = { done: 'done', failed: 'failed', late: 'waiting', off: 'done' } as const

/** Follows a manager. */
export function createPropagationLog(manager: Pick<DataSyncManager, 'on'>): PropagationLog {
  const listeners = new Set<() => void>()
  const curious = new Set<OnNews>()
  let lines: readonly PropagationLine[] = []
  let nextId = 1
  const hear = ({ type, at, propagation }: SyncEvent) => {
    if (propagation === undefined || propagation.propagated === 'off') return
    // `propagated` comes first where the page waited, and last where it did not: both tell of the same targets.
    const before = lines.find(
      (line) =>
        line.state === 'waiting' && line.targets.join('\n') === namesOf(propagation.targets).join('\n'),
    )
    // `mutated` repeats what `propagated` has said already.
    if (type === 'mutated' && propagation.propagated !== 'late') return
    const line = toLine(before?.id ?? nextId++, at, propagation)
    lines = [line, ...lines.filter(({ id }) => id !== line.id)].slice(0, KEPT)
    for (const listener of curious) listener(line, before)
    for (const listener of listeners) listener()
  }
  const offs = [manager.on('mutated', hear), manager.on('propagated', hear)]
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getSnapshot: () => lines,
    onNews(listener) {
      curious.add(listener)
      return () => void curious.delete(listener)
    },
    dispose: () => offs.forEach((off) => off()),
  }
}

function toLine(
  id: number,
  at: number,
  { propagated, targets, report, error }: Propagation,
): PropagationLine {
  const { invalidated, purge } = (report ?? {}) as Partial<PropagateReport>
  return {
    id,
    at,
    state: states[propagated],
    targets: namesOf(targets),
    told: targets,
    invalidated,
    purge: purge === undefined || purge === null ? undefined : purge.ok ? 'ok' : 'failed',
    error,
  }
}

/** Targets in words: `tag keys`, `stats`. */
function namesOf(targets: readonly Target[]): string[] {
  const { keys, tags, patterns } = parseTargets(targets)
  return [...tags.map((tag) => `tag ${tag}`), ...keys, ...patterns.map(({ source }) => source)]
}
