/** Reads JSON from a request body: its type, its encoding, its depth and its member names are checked on the way. */
import { checkJsonText } from './check-json-text'
import { readBytes, type ReadBytesOptions } from './read-bytes'
import { RequestError } from './request-error'

/** What bounds a JSON body. */
export interface ReadJsonOptions extends ReadBytesOptions {
  /** Most levels of objects and lists within each other. Default 32. */
  readonly depth?: number | undefined
}

const JSON_TYPE = /^application\/([\w.+-]+\+)?json$/

/**
 * The body's text, which must be UTF-8; a byte order mark stays in it, so that a signature over the bytes can be checked.
 * @throws (rejects with) RequestError 415 `unsupported_media_type` or `unsupported_encoding`, 400 `invalid_utf8`, and
 *   those of `readBytes`
 */
export async function readJsonText(request: Request, options: ReadBytesOptions): Promise<string> {
  checkType(request)
  checkCoding(request)
  const bytes = await readBytes(request, options)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new RequestError({ status: 400, code: 'invalid_utf8', detail: 'The body is not UTF-8.' }, { cause })
  }
}

/**
 * The value of a JSON text that came from outside.
 * @throws RequestError 400 `empty_body`, `invalid_json`, `json_too_deep`, `duplicate_member` or `forbidden_member`
 */
export function parseJsonText(text: string, depth = 32): unknown {
  if (text.trim() === '') {
    throw new RequestError({ status: 400, code: 'empty_body', detail: 'The body is empty, allowed: JSON.' })
  }
  checkJsonText(text, depth)
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not the parser's own words: they quote the body.
    throw new RequestError({ status: 400, code: 'invalid_json', detail: 'The body is not valid JSON.' })
  }
}

/**
 * The parsed body.
 * @throws (rejects with) RequestError, as `readJsonText` and `parseJsonText`
 */
export async function readJson(request: Request, options: ReadJsonOptions): Promise<unknown> {
  return parseJsonText(await readJsonText(request, options), options.depth)
}

function checkType(request: Request): void {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='))
  const unicode = charset === undefined || /^charset="?utf-?8"?$/.test(charset)
  if (JSON_TYPE.test(type.trim()) && unicode) return
  throw new RequestError({
    status: 415,
    code: 'unsupported_media_type',
    detail: 'The content type is not supported, allowed: application/json in UTF-8.',
    // What would have been accepted (RFC 9110 section 15.5.16).
    headers: { accept: 'application/json' },
  })
}

function checkCoding(request: Request): void {
  const coding = request.headers.get('content-encoding')?.trim().toLowerCase()
  if (coding === undefined || coding === '' || coding === 'identity') return
  throw new RequestError({
    status: 415,
    code: 'unsupported_encoding',
    detail: 'Compressed bodies are not supported: send the body without Content-Encoding.',
    headers: { 'accept-encoding': 'identity' },
  })
}
