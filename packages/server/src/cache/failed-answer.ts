/** A handler's answer that says that it failed: an old one may stand in. */
import { toResponse, type KeptHead } from './kept-response'

export class FailedAnswer extends Error {
  /** Whose handler gave it. */
  readonly by: object
  /** Whether it says nothing to one asker alone. */
  readonly isForAll: boolean
  readonly #head: KeptHead
  readonly #body: Uint8Array

  constructor(by: object, head: KeptHead, body: Uint8Array) {
    super(`the handler answered ${head.status}`)
    this.name = 'FailedAnswer'
    this.by = by
    this.isForAll = !head.headers.some(
      ([name, value]) =>
        name === 'set-cookie' || (name === 'cache-control' && /private|no-store/i.test(value)),
    )
    this.#head = head
    this.#body = body
  }

  /** The answer itself, as often as it is asked for. */
  toResponse(): Response {
    return toResponse(this.#head, this.#body, { residence: undefined, isStale: false })
  }
}
