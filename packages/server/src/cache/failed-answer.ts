/** A handler's answer that says that it failed: an old one may stand in. */
import { toResponse, type KeptHead } from './kept-response'

export class FailedAnswer extends Error {
  /** Whose handler gave it. */
  readonly by: object
  readonly head: KeptHead
  /** Whether others who waited for it may have it too, as far as they asked the same. */
  readonly isShared: boolean
  readonly #body: Uint8Array

  constructor(by: object, head: KeptHead, body: Uint8Array, isShared: boolean) {
    super(`the handler answered ${head.status}`)
    this.name = 'FailedAnswer'
    this.by = by
    this.head = head
    this.isShared = isShared
    this.#body = body
  }

  /** The answer itself, as often as it is asked for. */
  toResponse(): Response {
    return toResponse(this.head, this.#body, { residence: undefined, isStale: false })
  }
}
