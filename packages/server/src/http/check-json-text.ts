/**
 * What `JSON.parse` lets pass and a program behind it may stumble over: nesting without end, members that are there
 * twice, and names that reach an object's prototype where somebody merges. One pass, without recursion; whether the
 * text is JSON at all is left to the parser.
 */
import { RequestError } from './request-error'

/** An object or list that is open. */
interface Frame {
  /** Names met so far; undefined in a list. */
  readonly names: Set<string> | undefined
  /** The member whose value is being read. */
  name: string
  /** Whether the next text is a name. */
  expectsName: boolean
}

/**
 * Checks a JSON text.
 * @throws RequestError 400 `json_too_deep`, `duplicate_member` or `forbidden_member`
 */
export function checkJsonText(text: string, depth: number): void {
  const frames: Frame[] = []
  for (let at = 0; at < text.length; at++) {
    const frame = frames[frames.length - 1]
    switch (text[at]) {
      case '"': {
        const end = endOfText(text, at)
        if (frame?.expectsName) addName(frame, text.slice(at, end + 1), frames[frames.length - 2]?.name)
        at = end
        break
      }
      case '{':
      case '[':
        if (frames.length >= depth) throw tooDeep(depth)
        frames.push(openFrame(text[at] === '{'))
        break
      case '}':
      case ']':
        frames.pop()
        break
      case ',':
        if (frame?.names) frame.expectsName = true
        break
      case ':':
        if (frame) frame.expectsName = false
    }
  }
}

function openFrame(isObject: boolean): Frame {
  return { names: isObject ? new Set() : undefined, name: '', expectsName: isObject }
}

/** Where a text's closing quote is, or the end of the input where there is none. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}

function addName(frame: Frame, quoted: string, parent: string | undefined): void {
  const name = unquote(quoted)
  if (name === undefined) return
  if (name === '__proto__' || (name === 'prototype' && parent === 'constructor')) {
    throw new RequestError({
      status: 400,
      code: 'forbidden_member',
      detail: `The member ${JSON.stringify(name)} is not allowed in a body.`,
    })
  }
  if (frame.names?.has(name)) {
    throw new RequestError({
      status: 400,
      code: 'duplicate_member',
      detail: `The member ${JSON.stringify(name.slice(0, 40))} is there twice.`,
    })
  }
  frame.names?.add(name)
  frame.name = name
}

/** Escapes taken back, as `"\u0061"` and `"a"` are one name; undefined for what the parser will refuse. */
function unquote(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted) as string
  } catch {
    return undefined
  }
}

function tooDeep(depth: number): RequestError {
  return new RequestError({
    status: 400,
    code: 'json_too_deep',
    detail: `The body nests too deep, allowed: ${depth} levels.`,
    extra: { limit: depth },
  })
}
