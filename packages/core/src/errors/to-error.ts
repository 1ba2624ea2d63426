/** Makes an Error of whatever was thrown. */
import { UnknownError } from './unknown-error'

/** An Error stays itself, also one of another frame; anything else becomes the `cause` of an UnknownError. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]')
    return thrown as Error
  return new UnknownError(
    `Something other than an Error was thrown (${thrown === null ? 'null' : typeof thrown})`,
    {
      cause: thrown,
    },
  )
}
