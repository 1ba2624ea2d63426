/** Hands a body on to its reader, at the reader's pace, and keeps a copy of it where that is asked for. */
import { label } from './stored-response'

/** How much is read before anybody asks for it, in bytes: most bodies are kept also where nobody reads them. */
const AHEAD = 65_536

/** What is done with a body. */
export interface RelayOptions {
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined
  /** Longest body that is kept. */
  readonly maxBytes?: number
  /** Is given the body once it has arrived whole; null where there is none. */
  readonly keep?: ((body: Uint8Array<ArrayBuffer> | null) => void) | undefined
}

/** A Response like the given one, whose body it reads. */
export function relay(response: Response, { signal, maxBytes = 0, keep }: RelayOptions): Response {
  const { body, headers } = response
  if (!body) keep?.(null)
  if (!body || !(keep ?? signal)) return response
  // The length is that of the coded body.
  const length = headers.has('content-encoding') ? null : headers.get('content-length')
  let chunks: Uint8Array[] | undefined = keep && []
  let size = 0
  const through = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(
    {
      transform(chunk, controller) {
        size += chunk.byteLength
        if (size > maxBytes) chunks = undefined
        // A copy: the reader may change, or give away, what it is handed.
        chunks?.push(chunk.slice())
        controller.enqueue(chunk)
      },
      flush() {
        if (chunks && (length === null || Number(length) === size)) keep?.(concatenate(chunks, size))
      },
    },
    undefined,
    new ByteLengthQueuingStrategy({ highWaterMark: AHEAD }),
  )
  const options = signal ? { signal } : {}
  return label(new Response(body.pipeThrough(through, options), response), response.url, response.redirected)
}

function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
