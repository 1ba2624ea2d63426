/** What the page and its observer tell, in the order in which it happened. All times are epoch milliseconds. */

/** How a page can be broken on purpose, to see that the checks bite. */
export type Broken = 'hidden' | 'storm' | 'rejection' | 'late' | 'slow'

/** What the page is made with. */
export interface PageConfig {
  /** Milliseconds between polls, by key. */
  readonly intervals: readonly number[]
  readonly broken: Broken | undefined
}

/** What the page tells of what people do in it, and of what went wrong. */
export type PageReport =
  | readonly ['mutate', id: string, keys: readonly number[], at: number]
  | readonly ['acknowledged', id: string, key: number, version: number, showed: number, at: number]
  | readonly ['refused', id: string, at: number]
  | readonly ['invalidation' | 'refresh', keys: readonly number[], at: number]
  | readonly ['problem', text: string]

/** What the observer tells: it stands before the page's own scripts, and asks nothing of the library. */
export type ObserverReport =
  | readonly ['born', isVisible: boolean, at: number]
  | readonly [
      'hidden' | 'shown' | 'frozen' | 'resumed' | 'stored' | 'restored' | 'left' | 'online',
      at: number,
    ]
  | readonly ['ask', ask: string, key: number, method: string, at: number]
  /** With the status; 0: none came; -1: the page gave it up. */
  | readonly ['answer', ask: string, status: number, at: number]
  | readonly ['versions', shown: readonly (readonly [key: number, version: number])[], at: number]
  | readonly ['frame', duration: number, ours: number, at: number]

/** A report with the life that it is of, and its number in that. It may come twice. */
export type Told = readonly [life: string, count: number, report: PageReport | ObserverReport]
