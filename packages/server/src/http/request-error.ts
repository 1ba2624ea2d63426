/** A request that cannot be served, as an error that knows its answer. */
import { CodedError } from '@freshline/core/shared'
import { problem, type Problem } from './problem'

/** Thrown below the routes; whoever catches it answers with `toResponse()`. Its text is meant for the sender. */
export class RequestError extends CodedError {
  /** What the answer says. */
  readonly problem: Problem

  constructor(said: Problem, options?: { cause?: unknown }) {
    super(said.code, said.detail, options)
    this.problem = said
  }

  /** HTTP status code. */
  get status(): number {
    return this.problem.status
  }

  /** The answer: problem details (RFC 9457), kept by no cache. */
  toResponse(): Response {
    return problem(this.problem)
  }
}

/** By its shape, so that one made by another copy of this module is known too. */
export function isRequestError(error: unknown): error is RequestError {
  return typeof (error as Partial<RequestError> | null | undefined)?.toResponse === 'function'
}
