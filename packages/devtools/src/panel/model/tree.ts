/**
 * The data viewer's lines: values as a tree of which only what is opened is looked at, so that it costs what is seen
 * and not what is held. Long lists and objects come in groups of a hundred. Secrets are cut unless they are asked for.
 */
import { canBeSecret, cutNamed, type LineRedactor } from '../../redact'
import { describeValue, isOpenable, membersOf, type Member } from './members'

/** The place of a value: the names that lead to it. */
export type Path = readonly string[]

/** A line of the viewer. */
export interface TreeLine {
  /** Tells lines apart. */
  readonly id: string
  readonly path: Path
  /** Its name in what holds it, or the range of a group, secrets cut. */
  readonly name: string
  /** How deep it is: 1 for the root. */
  readonly level: number
  readonly isOpenable: boolean
  readonly isOpen: boolean
  /** Whether it stands for a range of members rather than for a value. */
  readonly isGroup: boolean
  /** What is written beside the name. */
  readonly text: string
  /** For colours: `string`, `number`, `object`, … */
  readonly kind: string
  /** Its place among its siblings, from 1, and how many there are. */
  readonly place: number
  readonly siblings: number
}

/** A range of members: `from` up to, but without, `end`. */
interface Range {
  readonly from: number
  readonly end: number
}

/** How many members a value shows before they come in groups, and how many groups there are at most in one. */
const GROUP = 100

/** What the data itself is called. */
const ROOT = { name: '(data)', isSecret: false } as const

/** The lines of a value. */
export class DataTree {
  readonly #data: unknown
  readonly #redactor: LineRedactor
  readonly #open: Set<string>
  /** Members are asked for at every change; those of a long list are costly to make. */
  readonly #known = new WeakMap<object, readonly Member[]>()
  #lines: readonly TreeLine[] | undefined
  #showsSecrets = false

  /** @param open the places that are open at first, by id; the root is */
  constructor(data: unknown, redactor: LineRedactor, open: ReadonlySet<string> = new Set([idOf([])])) {
    this.#data = data
    this.#redactor = redactor
    this.#open = new Set(open)
  }

  /** Which places are open, by id: to go on with when newer data comes. */
  get open(): ReadonlySet<string> {
    return this.#open
  }

  get showsSecrets(): boolean {
    return this.#showsSecrets
  }

  set showsSecrets(on: boolean) {
    this.#showsSecrets = on
    this.#lines = undefined
  }

  /** All lines that are opened, from the top. */
  lines(): readonly TreeLine[] {
    if (this.#lines) return this.#lines
    const lines: TreeLine[] = []
    this.#value(lines, { ...ROOT, value: this.#data }, [], 1, 1, 1)
    this.#lines = lines
    return lines
  }

  /** Opens or closes a line. */
  toggle(id: string, isOpen = !this.#open.has(id)): void {
    if (isOpen) this.#open.add(id)
    else this.#open.delete(id)
    this.#lines = undefined
  }

  /** Opens all that is above a place; answers the id of its line. */
  reveal(path: Path): string {
    let at: Member = { ...ROOT, value: this.#data }
    for (let depth = 0; depth < path.length; depth++) {
      const above = path.slice(0, depth)
      this.#open.add(idOf(above))
      const members = this.#membersOf(at)
      const index = members.findIndex((member) => member.name === path[depth])
      for (const range of rangesAround(index, members.length)) this.#open.add(idOf(above, range))
      at = members[index] ?? { ...ROOT, value: undefined }
    }
    this.#lines = undefined
    return idOf(path)
  }

  /** The value at a place, and whether it is a secret by its name. */
  memberAt(path: Path): Member {
    return path.reduce<Member>(
      (above, name) =>
        this.#membersOf(above).find((member) => member.name === name) ?? { ...ROOT, value: undefined },
      { ...ROOT, value: this.#data },
    )
  }

  #membersOf({ value, isSecret }: Pick<Member, 'value' | 'isSecret'>): readonly Member[] {
    if (typeof value !== 'object' || value === null) return []
    // A list of secrets may stand elsewhere by a name that says nothing.
    if (isSecret) return membersOf(value, true)
    let members = this.#known.get(value)
    if (!members) this.#known.set(value, (members = membersOf(value)))
    return members
  }

  #value(
    lines: TreeLine[],
    member: Member,
    path: Path,
    level: number,
    place: number,
    siblings: number,
  ): void {
    const { name, value } = member
    const id = idOf(path)
    const canOpen = isOpenable(value)
    const isOpen = canOpen && this.#open.has(id)
    const shown = this.#showsSecrets
      ? { name, ...describeValue(value) }
      : { name: this.#redactor.line(name), ...this.#cut(member) }
    lines.push({
      id,
      path,
      ...shown,
      level,
      isOpenable: canOpen,
      isOpen,
      isGroup: false,
      place,
      siblings,
    })
    if (isOpen) {
      const members = this.#membersOf(member)
      this.#members(lines, members, { from: 0, end: members.length }, path, level + 1)
    }
  }

  #members(
    lines: TreeLine[],
    members: readonly Member[],
    { from, end }: Range,
    path: Path,
    level: number,
  ): void {
    const step = stepOf(end - from)
    const siblings = Math.ceil((end - from) / step)
    for (let start = from, place = 1; start < end; start += step, place++) {
      const member = members[start]
      if (step === 1) {
        if (member) this.#value(lines, member, [...path, member.name], level, place, siblings)
        continue
      }
      const stop = Math.min(end, start + step)
      const id = idOf(path, { from: start, end: stop })
      const isOpen = this.#open.has(id)
      const name = `${member?.name ?? start} … ${members[stop - 1]?.name ?? stop - 1}`
      const text = `${stop - start} members`
      const facts = { isOpenable: true, isOpen, isGroup: true, kind: 'group', place, siblings }
      lines.push({ id, path, name: this.#redactor.line(name), level, text, ...facts })
      if (isOpen) this.#members(lines, members, { from: start, end: stop }, path, level + 1)
    }
  }

  #cut({ value, isSecret }: Member): { text: string; kind: string } {
    if (!isSecret || !canBeSecret(value)) return describeValue(value, (text) => this.#redactor.line(text))
    const text = cutNamed(value)
    return typeof value === 'string' ? describeValue(text) : { text, kind: 'number' }
  }
}

/** So many members stand on one line of a list of this length: 1, or a group's size. */
function stepOf(count: number): number {
  let step = 1
  while (Math.ceil(count / step) > GROUP) step *= GROUP
  return step
}

/** The groups, from the outside in, that hold a member. */
function rangesAround(index: number, count: number): Range[] {
  const ranges: Range[] = []
  let [from, end] = [0, count]
  for (let step = stepOf(end - from); step > 1; step = stepOf(end - from)) {
    from += Math.floor((index - from) / step) * step
    end = Math.min(end, from + step)
    ranges.push({ from, end })
  }
  return ranges
}

function idOf(path: Path, range?: Range): string {
  return JSON.stringify(path) + (range ? `#${range.from}-${range.end}` : '')
}
