/** What a write makes outdated (RFC 9111 section 4.4). */

/** Methods that change nothing (RFC 9110 section 9.2.1); of any other it is not known. */
export function isSafe(method: string): boolean {
  return /^(GET|HEAD|OPTIONS|TRACE)$/.test(method)
}

/**
 * The URLs of which nothing kept is good any more after the answer to an unsafe request: its own and, of the same
 * origin, those in `Location` and `Content-Location`. None where the answer is an error; an opaque one may be none.
 */
export function listInvalidated(url: string, { status, headers }: Response): string[] {
  const named = [url, headers.get('location'), headers.get('content-location')]
  return named.flatMap((name) => {
    if (status > 399 || name === null || !URL.canParse(name, url)) return []
    const other = new URL(name, url)
    other.hash = ''
    return other.origin === new URL(url).origin ? other.href : []
  })
}
