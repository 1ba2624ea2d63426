/** What an answer is made of: a body of any kind as bytes, with the type it has by itself, and the bytes' ETag. */
import { OptionError } from '@freshline/core/shared'

/** A body as bytes. */
export interface Content {
  /** The bytes, which nobody else can change. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Media type, where the policy names none; `undefined` for no body. */
  readonly type: string | undefined
}

const ALLOWED = 'a string, bytes, a Blob, null, undefined, or a value that JSON can say'

/** Objects that are mistakes as a body: what is not there yet, and what can't be read twice. */
const UNFIT = ['Promise', 'ReadableStream', 'Response', 'Request', 'FormData', 'Map', 'Set']

/**
 * Bytes and type of a body: text is `text/plain`, bytes are `application/octet-stream`, a Blob has its own type, `null`
 * and `undefined` are empty, all else is JSON.
 * @throws OptionError for what has no bytes: a stream, a promise, a cycle, a function
 */
export async function readContent(body: unknown): Promise<Content> {
  if (body === null || body === undefined) return { bytes: new Uint8Array(), type: undefined }
  if (typeof body === 'string') return { bytes: encode(body), type: 'text/plain; charset=utf-8' }
  if (ArrayBuffer.isView(body)) {
    const bytes = new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
    return { bytes: new Uint8Array(bytes), type: 'application/octet-stream' }
  }
  // By name, not by `instanceof`: bodies come from other realms and other implementations too.
  const kind = Object.prototype.toString.call(body).slice(8, -1)
  if (kind === 'ArrayBuffer') {
    return { bytes: new Uint8Array((body as ArrayBuffer).slice(0)), type: 'application/octet-stream' }
  }
  if (kind === 'Blob' || kind === 'File') {
    const blob = body as Blob
    return { bytes: new Uint8Array(await blob.arrayBuffer()), type: blob.type || 'application/octet-stream' }
  }
  if (UNFIT.includes(kind)) throw new OptionError('body', body, ALLOWED)
  return { bytes: encode(toJson(body)), type: 'application/json' }
}

/**
 * The strong ETag that `conditional` gives a body: a digest of its bytes, the same in every process. For a write that
 * compares `If-Match` with what a read would answer now. `undefined` for no body.
 * @throws OptionError for what has no bytes
 */
export async function etagOf(body: unknown): Promise<string | undefined> {
  const { bytes, type } = await readContent(body)
  return type === undefined ? undefined : digest(bytes)
}

/** 162 bits of the SHA-256 of some bytes, as a strong entity tag. */
export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const base64 = btoa(String.fromCharCode(...hash))
  return `"${base64.slice(0, 27).replaceAll('+', '-').replaceAll('/', '_')}"`
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function toJson(value: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw Object.assign(new OptionError('body', value, ALLOWED), { cause })
  }
  if (text === undefined) throw new OptionError('body', value, ALLOWED)
  return text
}
