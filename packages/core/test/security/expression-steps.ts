/**
 * A regular expression, run by backtracking as engines do it, with its steps counted: so that how work grows with a text
 * can be told exactly, on any machine. And the texts that a bad expression would be slow on, made from its own parts.
 */

export type Node =
  | { readonly kind: 'char'; readonly test: (char: string) => boolean; readonly sample: string }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly Node[] }
  | { readonly kind: 'group'; readonly body: Node; readonly index: number }
  | { readonly kind: 'look'; readonly body: Node; readonly isNegative: boolean }
  | {
      readonly kind: 'repeat'
      readonly body: Node
      readonly min: number
      readonly max: number
      readonly lazy: boolean
    }
  | { readonly kind: 'edge'; readonly test: (text: readonly string[], at: number) => boolean }
  | { readonly kind: 'back'; readonly index: number }

/** Characters that stand for all: what a class is sampled by. */
const ALPHABET = [...'aA0 -_"\'\\/.,;:=&?#@*%!~(){}[]<>|$^+`zZ9fFgG1\t\n\r\u0000\u0001é\u2028\ud800😀']

/** Reads an expression. @throws Error for what it does not know: lookbehind, named groups */
export function parse({ source, flags }: RegExp): Node {
  let at = 0
  let groups = 0
  const eat = (text: string) => source.startsWith(text, at) && ((at += text.length), true)
  const charOf = (pattern: string): Node => {
    const own = new RegExp(`^(?:${pattern})$`, flags.replace(/[gmy]/g, ''))
    const known = new Map<string, boolean>()
    const test = (char: string) => {
      const held = known.get(char) ?? own.test(char)
      known.set(char, held)
      return held
    }
    return { kind: 'char', test, sample: pattern.length === 1 ? pattern : (ALPHABET.find(test) ?? ' ') }
  }
  const wordAt = (text: readonly string[], place: number) => /\w/.test(text[place] ?? ' ')
  const edge = (test: (text: readonly string[], place: number) => boolean): Node => ({ kind: 'edge', test })
  const isLine = flags.includes('m')

  function either(): Node {
    const parts = [sequence()]
    while (eat('|')) parts.push(sequence())
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'either', parts }
  }
  function sequence(): Node {
    const parts: Node[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(atom()))
    return { kind: 'sequence', parts }
  }
  function repeated(body: Node): Node {
    const [, min, comma, max] = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at)) ?? []
    let bounds: [number, number] | undefined
    if (min !== undefined) {
      at = source.indexOf('}', at) + 1
      bounds = [Number(min), max ? Number(max) : comma ? Infinity : Number(min)]
    } else if (eat('*')) bounds = [0, Infinity]
    else if (eat('+')) bounds = [1, Infinity]
    else if (eat('?')) bounds = [0, 1]
    if (!bounds) return body
    return { kind: 'repeat', body, min: bounds[0], max: bounds[1], lazy: eat('?') }
  }
  function atom(): Node {
    if (eat('^')) return edge((text, place) => place === 0 || (isLine && text[place - 1] === '\n'))
    if (eat('$')) return edge((text, place) => place === text.length || (isLine && text[place] === '\n'))
    if (eat('\\b')) return edge((text, place) => wordAt(text, place - 1) !== wordAt(text, place))
    if (eat('\\B')) return edge((text, place) => wordAt(text, place - 1) === wordAt(text, place))
    if (eat('(?:')) return closed(either())
    if (eat('(?=')) return closed({ kind: 'look', body: either(), isNegative: false })
    if (eat('(?!')) return closed({ kind: 'look', body: either(), isNegative: true })
    if (source.startsWith('(?', at)) throw new Error(`not known: ${source.slice(at, at + 4)}`)
    if (eat('(')) return closed({ kind: 'group', index: ++groups, body: either() })
    const [back] = /^\\[1-9]/.exec(source.slice(at)) ?? []
    if (back) {
      at += 2
      return { kind: 'back', index: Number(back[1]) }
    }
    const unit =
      /^(\[(?:\\[^]|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\[^]|[^])/iu
    const [one = ''] = unit.exec(source.slice(at)) ?? []
    at += one.length
    return charOf(one)
  }
  function closed(node: Node): Node {
    if (!eat(')')) throw new Error(`no end of a group in ${source}`)
    return node
  }
  const node = either()
  if (at < source.length) throw new Error(`cannot read ${source} from ${at}`)
  return node
}

/** How many steps a search for all matches takes; at most `most`. */
export function countSteps(node: Node, input: string, isUnicode: boolean, most: number): number {
  const text = isUnicode ? [...input] : input.split('')
  const captured: (readonly [number, number] | undefined)[] = []
  let steps = 0
  let end = 0

  function match(each: Node, at: number, next: (at: number) => boolean): boolean {
    if (++steps > most) return false
    switch (each.kind) {
      case 'char':
        return at < text.length && each.test(text[at] as string) && next(at + 1)
      case 'edge':
        return each.test(text, at) && next(at)
      case 'either':
        return each.parts.some((part) => match(part, at, next))
      case 'sequence': {
        const from = (index: number, place: number): boolean => {
          const part = each.parts[index]
          return part ? match(part, place, (after) => from(index + 1, after)) : next(place)
        }
        return from(0, at)
      }
      case 'group':
        return match(each.body, at, (after) => {
          const held = captured[each.index]
          captured[each.index] = [at, after]
          if (next(after)) return true
          captured[each.index] = held
          return false
        })
      case 'look':
        return match(each.body, at, () => true) !== each.isNegative && next(at)
      case 'back': {
        const [from, to] = captured[each.index] ?? [0, 0]
        for (let offset = 0; offset < to - from; offset++)
          if (text[from + offset] !== text[at + offset]) return false
        return next(at + to - from)
      }
      case 'repeat':
        return each.body.kind === 'char' && !each.lazy
          ? repeatChar(each.body, at, each.min, each.max, next)
          : repeat(each, at, 0, next)
    }
  }
  /** Without a call for each character: the stack is short. */
  function repeatChar(
    { test }: Extract<Node, { kind: 'char' }>,
    at: number,
    min: number,
    max: number,
    next: (at: number) => boolean,
  ): boolean {
    let count = 0
    while (count < max && at + count < text.length && test(text[at + count] as string)) count++
    steps += count
    for (; count >= min; count--) if (next(at + count) || ++steps > most) return steps <= most
    return false
  }
  function repeat(
    each: Extract<Node, { kind: 'repeat' }>,
    at: number,
    done: number,
    next: (at: number) => boolean,
  ): boolean {
    const more = () =>
      done < each.max &&
      match(each.body, at, (after) => (after > at || done < each.min) && repeat(each, after, done + 1, next))
    if (done < each.min) return more()
    return each.lazy ? next(at) || more() : more() || next(at)
  }
  for (let at = 0; at <= text.length && steps <= most;) {
    const isFound = match(node, at, (after) => ((end = after), true))
    at = isFound && end > at ? end : at + 1
  }
  return Math.min(steps, most)
}

/** A text that a part matches, if it is simple; alternatives say which. */
function sampleOf(node: Node, choice = 0): string {
  switch (node.kind) {
    case 'char':
      return node.sample
    case 'sequence':
      return node.parts.map((part) => sampleOf(part, choice)).join('')
    case 'either':
      return sampleOf(node.parts[choice % node.parts.length] as Node, choice)
    case 'group':
      return sampleOf(node.body, choice)
    case 'repeat':
      return sampleOf(node.body, choice).repeat(Math.max(1, Math.min(node.min, 30)))
    default:
      return ''
  }
}

/** The parts of an expression that repeat without a bound, each with a text for what stands before it. */
export function loopsOf(node: Node, before = ''): { readonly before: string; readonly body: Node }[] {
  switch (node.kind) {
    case 'sequence': {
      let prefix = before
      return node.parts.flatMap((part) => {
        const loops = loopsOf(part, prefix)
        prefix += sampleOf(part)
        return loops
      })
    }
    case 'either':
      return node.parts.flatMap((part) => loopsOf(part, before))
    case 'group':
    case 'look':
      return loopsOf(node.body, before)
    case 'repeat':
      return [...(node.max === Infinity ? [{ before, body: node.body }] : []), ...loopsOf(node.body, before)]
    default:
      return []
  }
}

/** One character for each kind of character that an expression tells apart. */
function kindsOf(node: Node): string[] {
  const tests: ((char: string) => boolean)[] = []
  const samples: string[] = []
  const visit = (each: Node): void => {
    if (each.kind === 'char') {
      tests.push(each.test)
      samples.push(each.sample)
    } else if ('parts' in each) each.parts.forEach(visit)
    else if ('body' in each) visit(each.body)
  }
  visit(node)
  const kinds = new Map<string, string>()
  for (const char of [...samples, ...ALPHABET]) {
    const kind = tests.map((test) => (test(char) ? 1 : 0)).join('')
    if (!kinds.has(kind)) kinds.set(kind, char)
  }
  return [...kinds.values()]
}

/** Makers of texts of some length on which an expression that can be slow is. */
export function hostileTexts(node: Node): ((length: number) => string)[] {
  const loops = loopsOf(node)
  const kinds = kindsOf(node)
  const units = new Set<string>()
  const begins = new Set([''])
  for (const { before, body } of loops) {
    begins.add(before.slice(0, 60))
    for (const choice of [0, 1, 2, 3]) {
      const pump = sampleOf(body, choice).slice(0, 12)
      units.add(pump).add(before.slice(-12) + pump)
    }
  }
  for (const one of kinds) {
    units.add(one)
    for (const other of kinds.slice(0, 8)) units.add(one + other)
  }
  units.delete('')
  const texts: ((length: number) => string)[] = []
  for (const begin of begins)
    for (const unit of units)
      for (const end of ['', '\u0001'])
        texts.push((length) => begin + unit.repeat(Math.ceil(length / unit.length)) + end)
  return texts
}
