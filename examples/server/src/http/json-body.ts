/** Reads a JSON request body, never more of it than allowed. */
import { limitBodyStream } from 'srvx/body-limit'
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
  if (request.body === null) return ''
  try {
    return await new Response(limitBodyStream(request.body, BODY_LIMIT, { createError: tooLarge })).text()
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError('invalid_json', 'The body ended before it was complete.')
  }
}

function tooLarge(): ApiError {
  // The rest of the body is not worth reading, so the connection is given up with the answer.
  return new ApiError('body_too_large', `The body is larger than ${BODY_LIMIT / 1024} KiB.`, {
    headers: { connection: 'close' },
  })
}
