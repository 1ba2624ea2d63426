/** Things that count how often they are looked at, so that cost is asserted and not time. */

/** A text that counts how often anybody looks at it. What the engine does itself is counted as by hand. */
export class CountedText {
  static steps = 0
  readonly #text: string

  constructor(content: string) {
    this.#text = content
  }

  get length(): number {
    return this.#text.length
  }

  charCodeAt(at: number): number {
    CountedText.steps++
    return this.#text.charCodeAt(at)
  }

  startsWith(start: string): boolean {
    CountedText.steps += start.length
    return this.#text.startsWith(start)
  }

  endsWith(end: string): boolean {
    CountedText.steps += end.length
    return this.#text.endsWith(end)
  }

  indexOf(sought: string, from: number): number {
    const found = this.#text.indexOf(sought, from)
    // By hand, each place that is tried costs up to the length of what is looked for.
    CountedText.steps += ((found < 0 ? this.#text.length : found + 1) - from) * sought.length
    return found
  }
}

/** An item whose key counts how often it is read. */
export class CountedItem {
  static reads = 0
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  get key(): string {
    CountedItem.reads++
    return this.#key
  }
}
