/**
 * Reads a canonical key back, by its grammar alone and with nothing of the code that wrote it: what can be read back in
 * one way only was written by one key only.
 */

/** What a key says, in data that `isDeepStrictEqual` compares. */
export type Read = string | { readonly json: unknown }

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  segments(): Read[] {
    const found: Read[] = []
    for (;;) {
      found.push(/[{[]/.test(this.#next) ? { json: this.#value() } : this.#plain())
      if (this.#at === this.#text.length) return found
      this.#take(':')
    }
  }

  get #next(): string {
    return this.#text.charAt(this.#at)
  }

  #take(expected: string): void {
    if (!this.#text.startsWith(expected, this.#at))
      throw new Error(`${this.#text}: no ${expected} at ${this.#at}`)
    this.#at += expected.length
  }

  /** A text segment: a backslash makes what follows literal, a bare colon ends it. */
  #plain(): string {
    let text = ''
    while (this.#at < this.#text.length && this.#next !== ':') {
      if (this.#next === '*') throw new Error(`${this.#text}: a bare star`)
      if (this.#next === '\\') this.#at++
      text += this.#next
      this.#at++
    }
    return text
  }

  #value(): unknown {
    if (this.#next === '[') return this.#list('[', ']')
    if (this.#next === '"') return this.#quoted()
    if (this.#next === '{') return this.#braces()
    const [word = ''] = /^[^,\]}]+/.exec(this.#text.slice(this.#at)) ?? []
    this.#take(word)
    return { word }
  }

  #list(open: string, close: string): unknown[] {
    this.#take(open)
    const items: unknown[] = []
    while (this.#next !== close) {
      if (items.length > 0) this.#take(',')
      items.push(this.#value())
    }
    this.#take(close)
    return items
  }

  /** JSON, but for stars: each has one backslash more. */
  #quoted(): string {
    const [raw = ''] = /^"(?:[^"\\]|\\.)*"/s.exec(this.#text.slice(this.#at)) ?? []
    this.#take(raw || '"')
    const json = raw.replace(/\\(.)/gs, (escape, char) => (char === '*' ? '*' : escape))
    return JSON.parse(json) as string
  }

  #braces(): unknown {
    this.#take('{')
    const members = new Map<string, unknown>()
    if (this.#next === '}') return this.#close(members)
    for (;;) {
      const name = this.#quoted()
      if (this.#next === ' ') return this.#special(name)
      this.#take(':')
      members.set(name, this.#value())
      if (this.#next === '}') return this.#close(members)
      this.#take(',')
    }
  }

  #close<T>(value: T): T {
    this.#take('}')
    return value
  }

  /** What is no plain object: its kind, then what it holds. */
  #special(kind: string): unknown {
    this.#take(' ')
    const items: unknown[] = []
    while (this.#next !== '}') {
      if (items.length > 0) this.#take(',')
      items.push(this.#value())
    }
    return this.#close({ kind, items })
  }
}

/** The segments of a canonical key. */
export function readKey(text: string): Read[] {
  return new Reader(text).segments()
}
