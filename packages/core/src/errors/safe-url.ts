/** Makes a URL fit for a message: what may be a secret is cut. */

/** The longest URL that a message holds, in characters. */
const LONGEST = 200

/** The URL without user info, fragment and the values of its query, for messages. */
export function safeUrl(url: string): string {
  return (
    url
      .replace(/#[^]*/, '')
      .replace(/\?[^]*/, (query) => query.replace(/([?&])([^=&]*=)?[^&]*/g, '$1$2…'))
      // However many slashes stand before it, and whichever: browsers take them all for two.
      .replace(/^([a-z][\w+.-]*:[/\\]*|[/\\]{2,})[^/\\?]*@/i, '$1')
      .slice(0, LONGEST)
  )
}
