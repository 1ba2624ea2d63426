/**
 * Looks for a text in data of any size, a slice at a time, so that the page stays usable meanwhile. Names and plain
 * values are looked at as the viewer writes them: what is cut there is not found.
 */
import { canBeSecret, cutNamed, type LineRedactor } from '../../redact'
import { describeValue, isOpenable, membersOf, type Member } from './members'
import type { Path } from './tree'

/** How many places are collected at most. */
export const MOST_FOUND = 1000

/** How deep is looked: each open level holds the path to it, so the cost grows with the square of the depth. */
const MOST_DEPTH = 500

/** How many values are looked at between two looks at the time. */
const LUMP = 500

/** A search under way, or done. */
export class TreeSearch {
  readonly found: Path[] = []
  readonly #part: string
  readonly #redactor: LineRedactor | undefined
  readonly #todo: { readonly members: Iterator<Member>; readonly path: Path }[] = []
  readonly #seen = new WeakSet<object>()
  #looked = 0

  /** @param redactor undefined: secrets are shown, and found */
  constructor(data: unknown, text: string, redactor: LineRedactor | undefined) {
    this.#part = text.toLowerCase()
    this.#redactor = redactor
    if (this.#part === '') return
    const root = { name: '', value: data, isSecret: false }
    if (isOpenable(data)) this.#enter(root, [])
    else this.#look(root, [])
  }

  /** Whether all has been looked at, or enough was found. */
  get isDone(): boolean {
    return this.#todo.length === 0 || this.found.length >= MOST_FOUND
  }

  /** How many values were looked at so far. */
  get looked(): number {
    return this.#looked
  }

  /** Goes on until `isOver` says that it is enough for now. */
  advance(isOver: () => boolean): void {
    while (!this.isDone) {
      for (let count = 0; count < LUMP && !this.isDone; count++) this.#step()
      if (isOver()) return
    }
  }

  #step(): void {
    const top = this.#todo.at(-1)
    const next = top?.members.next()
    if (!top || !next || next.done) {
      this.#todo.pop()
      return
    }
    const member = next.value
    const path = [...top.path, member.name]
    this.#look(member, path)
    this.#enter(member, path)
  }

  #enter({ value, isSecret }: Member, path: Path): void {
    if (typeof value !== 'object' || value === null || this.#seen.has(value)) return
    if (path.length >= MOST_DEPTH) return
    this.#seen.add(value)
    if (isOpenable(value)) this.#todo.push({ members: membersOf(value, isSecret)[Symbol.iterator](), path })
  }

  #look(member: Member, path: Path): void {
    this.#looked++
    if (this.#holds(member.name) || this.#holdsValue(member)) this.found.push(path)
  }

  #holdsValue({ value, isSecret }: Member): boolean {
    if (isSecret && this.#redactor && canBeSecret(value)) return this.#holds(cutNamed(value))
    if (typeof value === 'string') return this.#holds(value)
    const { text, kind } = describeValue(value)
    return kind !== 'object' && this.#holds(text)
  }

  #holds(text: string): boolean {
    if (!text.toLowerCase().includes(this.#part)) return false
    return !this.#redactor || this.#redactor.line(text).toLowerCase().includes(this.#part)
  }
}
