/** What a write makes outdated (RFC 9111 section 4.4). */

/** Methods that change nothing (RFC 9110 section 9.2.1); of any other it is not known. */
export function isSafe(method: string): boolean {
  return /^(GET|HEAD|OPTIONS|TRACE)$/.test(method)
}

/**
 * The URLs of which nothing kept is good any more after the answer to an unsafe request: its own and, of the same
 * origin, those in `Location` and `Content-Location`. None where the answer is an error; an opaque one may be none.
 * A write that was sent on (307, 308) was one of the URL that answered, and that is whose origin counts.
 */
export function listInvalidated(url: string, { status, headers, url: answered }: Response): string[] {
  const last = answered || url
  const named = new Set([url, last, headers.get('location'), headers.get('content-location')])
  return [...named].flatMap((name) => {
    if (status > 399 || name === null || !URL.canParse(name, last)) return []
    const other = new URL(name, last)
    other.hash = ''
    return name === url || other.origin === new URL(last).origin ? other.href : []
  })
}
