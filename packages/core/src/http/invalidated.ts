/** What a write makes outdated (RFC 9111 section 4.4). */

/** Methods that change nothing (RFC 9110 section 9.2.1); of any other it is not known. */
export function isSafe(method: string): boolean {
  return /^(GET|HEAD|OPTIONS|TRACE)$/.test(method)
}

/**
 * The URLs of which nothing kept is good any more after the answer to an unsafe request: its own and, of the same
 * origin, those in `Location` and `Content-Location`. None where the answer is an error.
 */
export function listInvalidated(url: string, status: number, headers: Headers): string[] {
  // An opaque answer may be a success.
  if (status && (status < 200 || status > 399)) return []
  const { origin } = new URL(url)
  const named = ['location', 'content-location'].flatMap((field) => {
    const text = headers.get(field)
    if (text === null || !URL.canParse(text, url)) return []
    const other = new URL(text, url)
    other.hash = ''
    return other.origin === origin ? other.href : []
  })
  return [url, ...named]
}
