/** What the proxy keeps, and for how long. */

/** A whole answer. */
export interface ShelfAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
  /** How old it is, in seconds. */
  readonly age: number
}

type Fields = Readonly<Record<string, string | string[] | undefined>>

interface Kept {
  readonly answer: ShelfAnswer
  readonly since: number
  /** Seconds. */
  readonly maxAge: number
  /** The request fields that it depends on, and what they were. */
  readonly vary: readonly (readonly [name: string, value: string])[]
}

/** Most answers that are kept; the oldest go first. */
const MOST = 500

/** The store of one proxy. */
export class ProxyShelf {
  readonly #kept = new Map<string, Kept>()
  readonly #ignoresQuery: boolean

  constructor(ignoresQuery: boolean) {
    this.#ignoresQuery = ignoresQuery
  }

  /** A kept answer that is within its lifetime. What the request says of caching is not read: that is the point. */
  find(path: string, fields: Fields): ShelfAnswer | undefined {
    const key = this.#keyOf(path)
    const kept = this.#kept.get(key)
    if (!kept || kept.vary.some(([name, value]) => String(fields[name] ?? '') !== value)) return undefined
    const age = kept.answer.age + (Date.now() - kept.since) / 1000
    if (age < kept.maxAge) return { ...kept.answer, age }
    this.#kept.delete(key)
    return undefined
  }

  /** Keeps an answer that may be kept. */
  keep(path: string, fields: Fields, answer: ShelfAnswer): void {
    const maxAge = lifetimeOf(answer)
    const names = String(answer.headers['vary'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean)
    if (maxAge <= 0 || names.includes('*')) return
    const vary = names.map((name) => [name, String(fields[name] ?? '')] as const)
    this.#kept.set(this.#keyOf(path), { answer, since: Date.now(), maxAge, vary })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest)
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept.clear()
  }

  #keyOf(path: string): string {
    return this.#ignoresQuery ? (path.split('?', 1)[0] ?? path) : path
  }
}

/** For how many seconds a shared cache may answer with it unasked (RFC 9111 section 4.2.1). */
function lifetimeOf({ status, headers }: ShelfAnswer): number {
  const control = String(headers['cache-control'] ?? '')
  if (status !== 200 || /\b(no-store|no-cache|private)\b/i.test(control)) return 0
  const [, seconds = '0'] = /\bs-maxage=(\d+)/i.exec(control) ?? /\bmax-age=(\d+)/i.exec(control) ?? []
  return Number(seconds)
}
