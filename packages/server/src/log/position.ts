/** Places in an invalidation log as opaque text, `<logId>.<sequence>`: only the log that made one can order it. */

/** A place in one log. Opaque: keep it, hand it back, compare it with nothing. */
export type Position = string

/** A position, read. */
export interface LogPlace {
  /** Which log: a log that lost its entries goes on under another id. */
  readonly logId: string
  /** The number of the entry, from 1; 0 is before the first. */
  readonly sequence: number
}

/** The text of a place. */
export function toPosition(logId: string, sequence: number): Position {
  return `${logId}.${sequence}`
}

/** Reads a position that came from outside; `undefined` for what no log has made. */
export function parsePosition(position: unknown): LogPlace | undefined {
  const [, logId, sequence] =
    (typeof position === 'string' && /^([\w-]{1,64})\.(\d{1,15})$/.exec(position)) || []
  return logId && sequence ? { logId, sequence: Number(sequence) } : undefined
}
