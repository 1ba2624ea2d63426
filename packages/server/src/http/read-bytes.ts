/** Reads a request body, never more of it and never for longer than allowed. */
import { systemClock, type Clock } from '@freshline/core/shared'
import { RequestError } from './request-error'

/** What bounds the reading of a body. */
export interface ReadBytesOptions {
  /** Most bytes, counted while they arrive: `Content-Length` may be missing, and may lie. */
  readonly limit: number
  /** Longest time for the whole body, in milliseconds. Default 10,000; Infinity for none. */
  readonly timeout?: number | undefined
  /** Where the timer comes from. Default: the system's. */
  readonly clock?: Clock | undefined
}

/**
 * The rest of such a body is not worth reading, so the connection is given up with the answer. The body itself is only
 * left alone, never cancelled: Node's streams throw where nobody can catch it when more arrives after that.
 */
const GIVE_UP = { connection: 'close' }

/**
 * The body's bytes; empty where there is none.
 * @throws (rejects with) RequestError 413 `body_too_large`, 408 `body_timeout`, 400 `body_incomplete`
 */
export async function readBytes(request: Request, options: ReadBytesOptions): Promise<Uint8Array> {
  const { limit, timeout = 10_000, clock = systemClock } = options
  const { body } = request
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (!body) return new Uint8Array()
  const reader = body.getReader()
  let timer: unknown
  const late = new Promise<never>((_, reject) => {
    if (timeout !== Infinity) timer = clock.schedule(() => reject(tooLate(timeout)), timeout)
  })
  try {
    return await readAll(reader, limit, late)
  } finally {
    clock.cancel(timer)
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limit: number,
  late: Promise<never>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await Promise.race([reader.read().catch(refuseIncomplete), late])
    if (done) return join(chunks, size)
    size += value.byteLength
    if (size > limit) throw tooLarge(limit)
    chunks.push(value)
  }
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

function refuseIncomplete(cause: unknown): never {
  throw new RequestError(
    { status: 400, code: 'body_incomplete', detail: 'The body ended before it was complete.' },
    { cause },
  )
}

function tooLarge(limit: number): RequestError {
  return new RequestError({
    status: 413,
    code: 'body_too_large',
    detail: `The body is too large, allowed: ${limit} bytes.`,
    extra: { limit },
    headers: GIVE_UP,
  })
}

function tooLate(timeout: number): RequestError {
  return new RequestError({
    status: 408,
    code: 'body_timeout',
    detail: `The body took too long, allowed: ${timeout} ms.`,
    extra: { timeout },
    headers: GIVE_UP,
  })
}
