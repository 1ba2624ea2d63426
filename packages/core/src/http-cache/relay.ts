/** Hands a body on to its reader, at the reader's pace, and keeps a copy of it where that is asked for. */
import { label } from './stored-response'

/** How much is read before anybody asks for it, in bytes: most bodies are kept also where nobody reads them. */
const AHEAD = 65_536

/**
 * A Response like the given one, whose body it reads.
 * @param signal ends the reading
 * @param keep is given the body once it has arrived whole: null for none, `undefined` where it cannot be kept, being
 *   longer than `maxBytes` or shorter than it should be
 */
export function relay(
  response: Response,
  signal: AbortSignal | undefined,
  keep?: ((body?: Uint8Array<ArrayBuffer> | null) => void) | false,
  maxBytes = 0,
): Response {
  const { body, headers, url, redirected } = response
  if (!body && keep) keep(null)
  if (!body || !(keep || signal)) return response
  let chunks: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const through = new TransformStream<Uint8Array<ArrayBuffer>>(
    {
      transform(chunk, controller) {
        size += chunk.byteLength
        // A copy: the reader may change, or give away, what it is handed.
        if (keep && size <= maxBytes) chunks.push(chunk.slice())
        else chunks = []
        controller.enqueue(chunk)
      },
      async flush() {
        if (!keep) return
        // The length is that of the coded body; a page sees it of other origins' answers, and not that they are coded.
        const isLong = headers.has('content-encoding') || size >= Number(headers.get('content-length'))
        const isWhole = isLong && size <= maxBytes
        keep(isWhole ? new Uint8Array(await new Blob(chunks).arrayBuffer()) : undefined)
      },
    },
    undefined,
    { highWaterMark: AHEAD, size: (chunk) => chunk.byteLength },
  )
  return label(new Response(body.pipeThrough(through, signal && { signal }), response), url, redirected)
}
