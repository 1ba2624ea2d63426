/** Who may do what: asked before anything is read or done. */
import type { SyncAction } from '../limits/sync-limits'
import { RequestError } from '../http/request-error'

/** What a request is about to do. */
export interface AuthorizeContext {
  /** The kind of thing: to invalidate, to read changes, to read the webhook's log, to read figures. */
  readonly action: SyncAction
  /** The route without the base path, such as `/monitoring/health`. */
  readonly route: string
}

/** A decision that says more than yes or no. */
export interface Authorization {
  /** Whether the request may go on. */
  readonly allowed: boolean
  /** Who it is, for rate limits. Never shown. Default: nobody in particular. */
  readonly principal?: string | undefined
  /**
   * Why not: `unauthenticated` answers 401 (who are you?), `forbidden` answers 403 (you may not). Default: `forbidden`.
   */
  readonly reason?: 'unauthenticated' | 'forbidden' | undefined
  /** `WWW-Authenticate` of a 401. Default: `Bearer`. */
  readonly challenge?: string | undefined
}

/**
 * Decides about a request. Only `true`, or an object whose `allowed` is `true`, lets it pass; anything else denies,
 * and so does throwing, which is answered with 500 and reported. The body is not to be read.
 */
export type Authorize = (
  request: Request,
  context: AuthorizeContext,
) => boolean | Authorization | Promise<boolean | Authorization>

/** What became of the question. */
export type Decision =
  | { readonly allowed: true; readonly principal: string | undefined }
  | { readonly allowed: false; readonly refusal: RequestError }

/** Asks. Without `authorize` everything is denied. Rejects with what `authorize` throws. */
export async function decide(
  authorize: Authorize | undefined,
  request: Request,
  context: AuthorizeContext,
): Promise<Decision> {
  if (authorize === undefined) return deny('Nothing is allowed here unless the server is given `authorize`.')
  const answer: unknown = await authorize(request, context)
  if (answer === true) return { allowed: true, principal: undefined }
  const { allowed, principal, reason, challenge } = Object(answer) as Partial<Authorization>
  if (allowed === true) return { allowed, principal: typeof principal === 'string' ? principal : undefined }
  if (reason !== 'unauthenticated') return deny('This is not allowed.')
  const refusal = new RequestError({
    status: 401,
    code: 'unauthenticated',
    detail: 'Say who you are: valid credentials are missing.',
    // A 401 must tell how (RFC 9110 section 15.5.2).
    headers: { 'www-authenticate': challenge ?? 'Bearer' },
  })
  return { allowed: false, refusal }
}

function deny(detail: string): Decision {
  return { allowed: false, refusal: new RequestError({ status: 403, code: 'forbidden', detail }) }
}
