/** Labels that a CDN keeps with an answer, so that it can be told to drop all answers with a label. */
import { OptionError } from '@freshline/core/shared'

/** The field that a CDN reads: `Surrogate-Key` (Fastly; divided by blanks) or `Cache-Tag` (Cloudflare, Akamai; by commas). */
export type SurrogateHeader = 'Surrogate-Key' | 'Cache-Tag'

/** What either CDN takes as a whole, in bytes. */
const MAX_FIELD = 16_384
/** What either CDN takes as one label, in bytes. */
const MAX_KEY = 1_024

/**
 * A tag or key as a label. All but letters, digits and `-._~:/` is percent-encoded, so that no two texts meet, none
 * breaks the list, and none smuggles a header field in. Use it for the answers and for the purge alike.
 * @throws OptionError for a text that is empty, too long (1,024 bytes encoded) or not well-formed Unicode
 */
export function toSurrogateKey(text: string): string {
  const encoded = encode(text)
  if (encoded === '' || encoded.length > MAX_KEY) {
    throw new OptionError('tags', text.slice(0, 40), `texts that encode to 1 to ${MAX_KEY} bytes`)
  }
  return encoded
}

/**
 * The header that labels an answer with its tags.
 * @throws OptionError as `toSurrogateKey`, and where all labels together are over 16,384 bytes
 * @example
 * // serving: every answer is labelled with what it was made of
 * return new Response(body, { headers: surrogateHeaders(['stores', 'owner:42']) })
 *
 * // purging: the same labels, by the CDN's interface (here Fastly's)
 * createSyncServer({
 *   cache,
 *   authorize: bearerAuth(secret),
 *   purge: async ({ tags, keys }, { signal }) => {
 *     const labels = [...tags, ...keys].map(toSurrogateKey).join(' ')
 *     const answer = await fetch(`https://api.fastly.com/service/${serviceId}/purge`, {
 *       method: 'POST',
 *       headers: { 'fastly-key': token, 'surrogate-key': labels },
 *       signal,
 *     })
 *     if (!answer.ok) throw new Error(`the CDN answered ${answer.status}`)
 *   },
 * })
 */
export function surrogateHeaders(
  tags: readonly string[],
  header: SurrogateHeader = 'Surrogate-Key',
): Record<string, string> {
  if (tags.length === 0) return {}
  const value = [...new Set(tags.map(toSurrogateKey))].join(header === 'Cache-Tag' ? ',' : ' ')
  if (value.length > MAX_FIELD)
    throw new OptionError('tags', `${tags.length} tags`, `${MAX_FIELD} bytes in all`)
  return { [header]: value }
}

function encode(text: string): string {
  try {
    // These five pass encodeURIComponent, and ":" and "/" are harmless and readable as they are.
    return encodeURIComponent(text)
      .replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%3A/g, ':')
      .replace(/%2F/g, '/')
  } catch {
    throw new OptionError('tags', 'a lone surrogate', 'well-formed Unicode')
  }
}
