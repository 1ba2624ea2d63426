/** Entity tags: the grammar of one, lists of them, and the two ways to compare (RFC 9110 section 8.8.3). */
import { OptionError } from '@freshline/core/shared'

/** An entity tag, taken apart. */
export interface EntityTag {
  /** Whether it only promises that the representations are as good as each other. */
  readonly weak: boolean
  /** What stands in the quotes, quotes included. Opaque: a backslash escapes nothing. */
  readonly opaque: string
}

/** What `If-Match` and `If-None-Match` name: anything there is (`*`), or some tags. */
export type TagList = '*' | readonly EntityTag[]

/**
 * Visible characters but the quote, and obs-text (RFC 9110 section 8.8.3). Spaces as well, which older tags have: they
 * were quoted strings (RFC 2616 section 3.11). `W/` is case-sensitive.
 */
const TAG = /^(W\/)?("[\x20\x21\x23-\x7e\x80-\xff]*")$/

/** An element of a list; a comma within quotes does not end it, an open quote runs to the end. */
const ELEMENT = /((?:[^,"]|"[^"]*(?:"|$))*),?/g

/**
 * Reads the field. Empty elements are allowed (RFC 9110 section 5.6.1.2). An element that is no entity tag matches
 * nothing, and takes no other with it. `*` is a list of its own and means nothing beside tags.
 */
export function parseTagList(field: string): TagList {
  const elements = [...field.matchAll(ELEMENT)].map(([, element = '']) => element.trim()).filter(Boolean)
  if (elements.length > 0 && elements.every((element) => element === '*')) return '*'
  return elements.map(parseTag).filter((tag) => tag !== undefined)
}

/** One entity tag, taken apart; `undefined` for what is none. */
export function parseTag(text: string): EntityTag | undefined {
  const [, weak, opaque] = TAG.exec(text) ?? []
  return opaque === undefined ? undefined : { weak: weak !== undefined, opaque }
}

/** Same bytes for sure: neither is weak, and what is in the quotes is the same (RFC 9110 section 8.8.3.2). */
export function matchesStrongly(one: EntityTag, other: EntityTag): boolean {
  return !one.weak && !other.weak && one.opaque === other.opaque
}

/** As good as each other: what is in the quotes is the same, weak or not (RFC 9110 section 8.8.3.2). */
export function matchesWeakly(one: EntityTag, other: EntityTag): boolean {
  return one.opaque === other.opaque
}

/** The field value of a tag. */
export function formatTag({ weak, opaque }: EntityTag): string {
  return weak ? `W/${opaque}` : opaque
}

/**
 * The `etag` option: an entity tag, or its opaque text, which is put in quotes.
 * @throws OptionError for what can be neither, such as a line break
 */
export function checkEtag(value: unknown): EntityTag {
  const tag = typeof value === 'string' ? (parseTag(value) ?? (value && parseTag(`"${value}"`))) : undefined
  // `W/abc` reads as an opaque text, and is a mistake.
  if (tag && (!tag.opaque.startsWith('"W/') || String(value).startsWith('"'))) return tag
  throw new OptionError(
    'etag',
    value,
    'an entity tag such as "v1" or W/"v1", quotes included, of visible characters; null for none',
  )
}
