/** The opaque mark that an answer leaves behind, by which the next one is known to have changed nothing. */
/** What an answer left behind: its text, the data that was made of it, its headers, and by which request it was made. */
export interface BodyMark {
  readonly text: string | undefined
  readonly data: unknown
  readonly headers: Headers
  /** By what of the request it was made, as `toVariant` says it. */
  readonly variant: string
}

/** What was stored or sent meanwhile is no mark any more: its headers are gone. */
export function toMark(body: unknown): BodyMark | undefined {
  return (body as Partial<BodyMark> | null | undefined)?.headers instanceof Headers
    ? (body as BodyMark)
    : undefined
}
