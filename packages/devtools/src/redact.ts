/**
 * Secrets in what is printed: screens are shared and console output is pasted into tickets. What the functions
 * return is whole, so that it can be worked with.
 */

/** What a stranger's text may hold to seem a line of its own. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** Who a URL is asked as. */
const USER_INFO = /(\w:\/\/)[^\s/?#@]+@/g

/** What its name says to be a secret, in a query, in JSON or in a header, as the manager's log has it. */
const NAMED =
  /((?:token|secret|passw(?:or)?d|signature|\bsig|api[-_]?key|authorization|cookie)(?:[\w-]{0,30}(?: ?= ?|\\?["'] ?[=:] ?)|: )\\?["']?(?:(?:bearer|basic|digest) )?)([^\s"'&,;}\\]+(?:; [^\s"',;}]+)*)/gi

/** Long runs of letters and digits that read like a token: mixed, or in groups as license keys are. */
const SECRET =
  /\b(?=[\w-]{0,99}\d)(?=[\w-]{0,99}[A-Za-z])(?:[A-Za-z0-9]{2,}(?:-[A-Z0-9]{4,}){2,}|[A-Za-z0-9_]{24,})\b/g

/** Members that hold a secret whatever it looks like. */
const SECRET_NAME =
  /passw|passphrase|secret|token|(api|access|private|license|session)[-_]?(key|id)|authorization|cookie|credential|signature|\bsig\b|\bjwt|\botp\b/i

/** Whether a member's name says that it holds a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name)

/** What a secret can be where its name alone tells: a number is one as well as a text. */
export const canBeSecret = (value: unknown): value is string | number | bigint =>
  ['string', 'number', 'bigint'].includes(typeof value)

const MOST_MEMBERS = 20
const MOST_DEPTH = 4
const LONGEST_TEXT = 300

/** Answers all texts in a line that are to be cut, beside what looks like a token or a license key. */
export type Redact = (line: string) => readonly string[]

/** Cuts the secrets of a line. */
export interface LineRedactor {
  /** The line with its secrets cut to 8 characters. */
  line(text: string): string
}

/** Cuts secrets to 8 characters. */
export class Redactor implements LineRedactor {
  readonly #redact: Redact | undefined

  constructor(redact: Redact | undefined) {
    this.#redact = redact
  }

  /** A line with its secrets cut. Nothing of it is shown where the page's own function fails: it may hold one. */
  line(text: string): string {
    let line = text
      .replace(BREAKING, ' ')
      .replace(USER_INFO, '$1')
      .replace(NAMED, (_, name: string, secret: string) => name + cutNamed(secret, 20))
      .replace(SECRET, cut)
    try {
      for (const secret of this.#redact?.(line) ?? []) if (secret) line = line.split(secret).join(cut(secret))
      return line
    } catch {
      return '(redact failed)'
    }
  }

  /** A small copy of data, made for reading: secrets cut, long lists and texts shortened, never throwing. */
  preview(data: unknown, depth = 0, isSecret = false): unknown {
    if (isSecret && canBeSecret(data)) return cutNamed(data)
    if (typeof data === 'string') {
      const line = this.line(data)
      return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}… (${line.length} characters)` : line
    }
    if (typeof data !== 'object' || data === null) return data
    try {
      if (data instanceof Date) return data
      return Array.isArray(data) ? this.#list(data, depth, isSecret) : this.#members(data, depth)
    } catch {
      return '(cannot be read)'
    }
  }

  #list(data: readonly unknown[], depth: number, isSecret: boolean): unknown {
    if (depth >= MOST_DEPTH) return `(${data.length} items)`
    const shown = data.slice(0, MOST_MEMBERS).map((each) => this.preview(each, depth + 1, isSecret))
    return data.length > MOST_MEMBERS ? [...shown, `… and ${data.length - MOST_MEMBERS} more`] : shown
  }

  #members(data: object, depth: number): unknown {
    if (data instanceof Map || data instanceof Set) return `(${data.constructor.name} of ${data.size})`
    const names = Object.keys(data)
    if (depth >= MOST_DEPTH) return `(${names.length} members)`
    const shown = names.slice(0, MOST_MEMBERS).map((name): [string, unknown] => {
      const value: unknown = (data as Record<string, unknown>)[name]
      return [this.line(name), this.preview(value, depth + 1, isSecretName(name))]
    })
    if (names.length > MOST_MEMBERS) shown.push(['…', `and ${names.length - MOST_MEMBERS} more`])
    // Members of their own, also where data has one that is called `__proto__`.
    return Object.fromEntries(shown)
  }
}

/** A secret, cut to 8 characters. */
export function cut(secret: string): string {
  return secret.length > 8 ? `${secret.slice(0, 8)}…` : secret
}

/** What a name says to be a secret, cut to 8 characters; what is not longer than `shortest` is not shown at all. */
export function cutNamed(secret: string | number | bigint, shortest = 8): string {
  const text = String(secret)
  return text.length > shortest ? cut(text) : '…'
}
