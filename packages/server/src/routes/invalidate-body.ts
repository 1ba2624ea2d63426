/** What `POST /invalidate` takes, checked to the last member. */
import { isPattern } from '@freshline/core/shared'
import { RequestError } from '../http/request-error'
import type { ResolvedLimits } from '../limits/sync-limits'

/** What is to be invalidated, as it was sent. */
export interface InvalidateBody {
  /** Canonical keys. */
  readonly keys: readonly string[]
  /** Tags. */
  readonly tags: readonly string[]
  /** Patterns. */
  readonly patterns: readonly string[]
  /** URL paths. */
  readonly paths: readonly string[]
}

type Member = keyof InvalidateBody

const MEMBERS: readonly Member[] = ['keys', 'tags', 'patterns', 'paths']

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Checks a body.
 * @throws RequestError 422 `invalid_body` that names the member, what came and what is allowed
 */
export function checkInvalidateBody(body: unknown, limits: ResolvedLimits): InvalidateBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refuse('the body', describe(body), 'an object with any of keys, tags, patterns, paths')
  const unknown = Object.keys(body).find((name) => !MEMBERS.includes(name as Member))
  if (unknown !== undefined) throw refuse('a member', describe(unknown), MEMBERS.join(', '))
  const lists = Object.fromEntries(
    MEMBERS.map((member) => [member, checkList(member, (body as Record<string, unknown>)[member], limits)]),
  ) as Record<Member, readonly string[]>
  const total = MEMBERS.reduce((sum, member) => sum + lists[member].length, 0)
  if (total === 0) throw refuse('the body', describe(body), 'at least one of keys, tags, patterns, paths')
  if (total > limits.targets)
    throw refuse('all lists together', `${total} targets`, `at most ${limits.targets}`)
  return lists
}

function checkList(member: Member, value: unknown, limits: ResolvedLimits): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw refuse(member, describe(value), 'a list of texts')
  if (value.length === 0) throw refuse(member, describe(value), 'at least one, or no such member')
  const most = member === 'patterns' ? limits.patterns : limits.targets
  // Before the texts are looked at: counting is cheap.
  if (value.length > most) throw refuse(member, `${value.length} of them`, `at most ${most}`)
  return value.map((text: unknown, place) => checkText(member, place, text, limits))
}

function checkText(member: Member, place: number, text: unknown, limits: ResolvedLimits): string {
  const name = `${member}[${place}]`
  if (typeof text !== 'string' || text === '') throw refuse(name, describe(text), 'a text that is not empty')
  const most = member === 'patterns' ? limits.patternLength : limits.keyLength
  if (text.length > most) throw refuse(name, `${text.length} characters`, `at most ${most}`)
  // They end up in header fields of a CDN's interface and in logs.
  if (CONTROL.test(text)) throw refuse(name, describe(text), 'a text without control characters')
  if (LONE_SURROGATE.test(text)) throw refuse(name, 'a lone surrogate', 'well-formed Unicode')
  if (member === 'keys' && isPattern(text))
    throw refuse(name, describe(text), 'a key; a text with a bare * belongs in patterns')
  if (member === 'paths' && !/^\/([^*]*|([^*]*\/)?\*)$/.test(text))
    throw refuse(
      name,
      describe(text),
      'a path that begins with /, a star only as its last segment: /api/stores/*',
    )
  return text
}

function refuse(member: string, got: string, allowed: string): RequestError {
  return new RequestError({
    status: 422,
    code: 'invalid_body',
    detail: `${member}: got ${got}, allowed: ${allowed}`,
    extra: { member, got, allowed },
  })
}

/** A value in few words; never more of a text than helps to find it. */
function describe(value: unknown): string {
  if (typeof value === 'string') {
    const cut = value.length > 40 ? `${value.slice(0, 39)}…` : value
    // A cut may halve a surrogate pair.
    return JSON.stringify(cut.replace(/\p{Surrogate}/gu, '\ufffd'))
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Object.keys(Object(value) as object).length === 0 ? 'an empty object' : 'an object'
}
