/**
 * Reads the part of Markdown that release notes are written in. What comes out is data that is shown as text: whatever
 * looks like HTML stays text, and there are no links or images, so that notes can neither run nor fetch anything.
 */

/** A piece of a line. */
export interface Span {
  kind: 'text' | 'strong' | 'code'
  text: string
}

/** A block of notes. */
export type Block =
  | { kind: 'heading'; spans: Span[] }
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'list'; items: Span[][] }

/** Longer notes are cut: nobody reads them, and nobody should wait for them. */
const MOST = 20_000

/** The blocks of a text. */
export function parseNotes(notes: string): Block[] {
  const blocks: Block[] = []
  let paragraph: string[] = []
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', spans: parseSpans(paragraph.join(' ')) })
    paragraph = []
  }
  for (const line of notes.slice(0, MOST).split(/\r?\n/)) {
    const text = line.trim()
    const heading = /^#{1,6}\s+(\S.*)$/.exec(text)?.[1]
    const item = /^[-*+]\s+(\S.*)$/.exec(text)?.[1]
    if (heading === undefined && item === undefined && text !== '') {
      paragraph.push(text)
      continue
    }
    flush()
    const last = blocks.at(-1)
    if (heading !== undefined) blocks.push({ kind: 'heading', spans: parseSpans(heading) })
    else if (item === undefined) continue
    else if (last?.kind === 'list') last.items.push(parseSpans(item))
    else blocks.push({ kind: 'list', items: [parseSpans(item)] })
  }
  flush()
  return blocks
}

/** Code first: what stands in it is meant as it is written. */
function parseSpans(text: string): Span[] {
  const spans: Span[] = []
  let from = 0
  for (const found of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*/g)) {
    if (found.index > from) spans.push({ kind: 'text', text: text.slice(from, found.index) })
    const [all, code, strong = ''] = found
    spans.push(code === undefined ? { kind: 'strong', text: strong } : { kind: 'code', text: code })
    from = found.index + all.length
  }
  if (from < text.length) spans.push({ kind: 'text', text: text.slice(from) })
  return spans
}
