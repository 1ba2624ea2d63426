/** What the panel's parts may ask of the panel. */
import type { PanelSession } from '../session'

/** The panel, seen from one of its parts. */
export interface PanelHost {
  /** The manager that is looked at. */
  readonly session: PanelSession
  /** Epoch milliseconds of the last tick. */
  readonly now: number
  /** Something is to be drawn anew. */
  requestUpdate(): void
  /** Says something to people, by eye and by ear, for a few seconds. */
  say(text: string): void
  /** Shows a key in the list of keys. */
  showKey(key: string): void
  /** Puts the focus on the first element that a selector finds, once it is drawn. */
  focusOn(selector: string): void
}
