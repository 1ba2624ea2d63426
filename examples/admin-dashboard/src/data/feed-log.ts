/** What a feed of changes brought, poll by poll: read off its answers on their way to the delta resource. */
import type { Transport } from '@freshline/core'

/** One answer of the feed. */
export interface FeedPoll {
  /** Epoch milliseconds. */
  readonly at: number
  /** How many changes it brought, deletions among them. */
  readonly changes: number
  /** How many of them were deletions. */
  readonly deletions: number
  /** Size of the answer's text, in bytes. */
  readonly bytes: number
  /** Where the feed stands after it. */
  readonly cursor: string
  /** Whether the collection had to be loaded in full: the first time, and after the feed forgot the cursor. */
  readonly isReset: boolean
}

/** Since the page was opened. */
export interface FeedState {
  readonly last: FeedPoll | undefined
  /** The latest poll that brought something. */
  readonly lastChange: FeedPoll | undefined
  readonly polls: number
  readonly changes: number
  /** Of all polls together. */
  readonly bytes: number
  /** Loads in full: how many, and the size of the latest. */
  readonly loads: number
  readonly loadBytes: number
}

/** Reads along. */
export interface FeedLog {
  /** For the feed. */
  readonly feed: Transport
  /** For loads in full. */
  readonly load: Transport
  subscribe(listener: () => void): () => void
  getSnapshot(): FeedState
}

/** Reads along over `transport`. */
export function createFeedLog(transport: Transport, now: () => number = Date.now): FeedLog {
  const listeners = new Set<() => void>()
  let state: FeedState = {
    last: undefined,
    lastChange: undefined,
    polls: 0,
    changes: 0,
    bytes: 0,
    loads: 0,
    loadBytes: 0,
  }
  const set = (next: FeedState) => {
    state = next
    for (const listener of listeners) listener()
  }
  return {
    async feed(input, init) {
      const response = await transport(input, init)
      if (response.ok) {
        const last = toPoll(await textOf(response), now())
        if (last !== undefined) {
          const { polls, changes, bytes } = state
          set({
            ...state,
            last,
            lastChange: last.changes > 0 ? last : state.lastChange,
            polls: polls + 1,
            changes: changes + last.changes,
            bytes: bytes + last.bytes,
          })
        }
      }
      return response
    },
    async load(input, init) {
      const response = await transport(input, init)
      if (response.ok) set({ ...state, loads: state.loads + 1, loadBytes: sizeOf(await textOf(response)) })
      return response
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getSnapshot: () => state,
  }
}

/** A copy is read; one that breaks off is the reader's problem, who reads the same. */
async function textOf(response: Response): Promise<string> {
  try {
    return await response.clone().text()
  } catch {
    return ''
  }
}

const sizeOf = (text: string): number => new TextEncoder().encode(text).length

function toPoll(text: string, at: number): FeedPoll | undefined {
  try {
    const page = JSON.parse(text) as {
      changes: { deleted?: boolean }[]
      cursor: string
      reset?: boolean
    }
    return {
      at,
      changes: page.changes.length,
      deletions: page.changes.filter(({ deleted }) => deleted === true).length,
      bytes: sizeOf(text),
      cursor: page.cursor,
      isReset: page.reset === true,
    }
  } catch {
    return undefined
  }
}
