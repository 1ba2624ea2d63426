/** Reads a JSON request body, never more of it than allowed. */
import { ApiError } from './api-error.ts'

/** Largest body in bytes. */
export const BODY_LIMIT = 64 * 1024

/** The parsed body. Throws 415, 413 or 400. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new ApiError('unsupported_media_type', 'Send the body as application/json.')
  }
  const text = await readText(request)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ApiError('invalid_json', 'The body is not valid JSON.')
  }
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) throw tooLarge()
  const { body } = request
  if (body === null) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let size = 0; ;) {
    const { done, value } = await reader.read().catch(refuseIncomplete)
    if (done) return text + decoder.decode()
    size += value.byteLength
    // Left alone, never cancelled: Node's streams throw where nobody can catch it when more arrives after that.
    if (size > BODY_LIMIT) throw tooLarge()
    text += decoder.decode(value, { stream: true })
  }
}

function refuseIncomplete(): never {
  throw new ApiError('invalid_json', 'The body ended before it was complete.')
}

function tooLarge(): ApiError {
  // The rest of the body is not worth reading, so the connection is given up with the answer.
  return new ApiError('body_too_large', `The body is larger than ${BODY_LIMIT / 1024} KiB.`, {
    headers: { connection: 'close' },
  })
}
