/** The faults a visitor can switch on, and what to look for in each. */
import type { Fault } from '../data/faults'

/** One fault in words. */
export interface FaultEntry {
  fault: Fault
  label: string
  /** What is broken. */
  what: string
  /** What the page does about it. */
  look: string
}

/** In the order of the panel, the healthy state first. */
export const faultCatalogue: readonly FaultEntry[] = [
  {
    fault: 'none',
    label: 'Nothing',
    what: 'Everything works.',
    look: 'Sections ask again at their own pace. Unchanged answers cost a 304 and draw nothing anew.',
  },
  {
    fault: 'slow',
    label: 'Slow server',
    what: 'Every answer takes 2.5 seconds longer.',
    look: 'What you see stays while new data is on its way. An edit shows at once and is confirmed later.',
  },
  {
    fault: 'error500',
    label: 'Server error',
    what: 'Every request is answered with 500.',
    look: 'A banner appears, the data stays. Tries come further and further apart. An edit shows, then is taken back.',
  },
  {
    fault: 'rate429',
    label: 'Too many requests',
    what: 'Every request is answered with 429 and “Retry-After: 5”.',
    look: 'The page waits as long as the server asks, for all sections together, as the Sync page shows.',
  },
  {
    fault: 'drop',
    label: 'Dropped connection',
    what: 'The connection breaks before an answer.',
    look: 'Told apart from a server error. Polling goes on by itself and recovers without a reload.',
  },
  {
    fault: 'malformed',
    label: 'Malformed JSON',
    what: 'Answers stop half-way under status 200.',
    look: 'Half an answer never replaces a whole one. The last good data stays on screen.',
  },
  {
    fault: 'offline',
    label: 'Offline',
    what: 'This page alone loses its connection.',
    look: 'No request is even tried. When you switch it off, what is due is asked for once, at once.',
  },
]
