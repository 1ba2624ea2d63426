// Draws the pictures of docs/concepts: what the screen shows above, the requests between page and server below, time
// from left to right. `node scripts/docs-pictures.mjs` writes docs/pictures; docs.test.mjs compares.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './bootstrap.mjs'
import { drawings } from './docs-drawings.mjs'

const left = 84
const right = 704
const width = 720
const lanes = { screen: 22, page: 108, server: 214 }

const escape = (words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const at = (time) => Math.round((left + 16 + (time / 100) * (right - left - 24)) * 10) / 10

/** The file as it is shown alone: it follows the system's light and dark. In the site, its theme has these names. */
const style = `<style>
  svg { --picture-ink: #15171c; --picture-soft: #5b6270; --picture-line: #b4bac6; --picture-fresh: #0f7d55; --picture-fresh-soft: #d9f0e6; --picture-stale: #8a5600; --picture-stale-soft: #fbeccf; --picture-bad: #b3262d; --picture-accent: #2b50d8; --picture-accent-soft: #e2e9fd; }
  @media (prefers-color-scheme: dark) { svg { --picture-ink: #eceef2; --picture-soft: #9aa2b0; --picture-line: #4b5360; --picture-fresh: #62d3a5; --picture-fresh-soft: #12352a; --picture-stale: #f0bd66; --picture-stale-soft: #38290f; --picture-bad: #ff9094; --picture-accent: #7d9bff; --picture-accent-soft: #1b2950; } }
</style>`

const fills = {
  fresh: 'var(--picture-fresh-soft)',
  stale: 'var(--picture-stale-soft)',
  empty: 'none',
}
const inks = {
  fresh: 'var(--picture-fresh)',
  stale: 'var(--picture-stale)',
  empty: 'var(--picture-soft)',
  bad: 'var(--picture-bad)',
  accent: 'var(--picture-accent)',
  soft: 'var(--picture-soft)',
}

function write(x, y, words, { ink = 'var(--picture-ink)', anchor = 'start', bold = false, size = 12 } = {}) {
  const weight = bold ? ' font-weight="600"' : ''
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${ink}" text-anchor="${anchor}"${weight}>${escape(words)}</text>`
}

/** What the screen shows, from one time to another. */
function shown({ from, to, says, tone }) {
  const x = at(from)
  const wide = Math.max(at(to) - x - 3, 4)
  const dash = tone === 'empty' ? ' stroke-dasharray="3 3"' : ''
  return [
    `<rect x="${x}" y="${lanes.screen - 13}" width="${wide}" height="26" rx="5" fill="${fills[tone]}" stroke="${inks[tone]}"${dash} />`,
    write(x + wide / 2, lanes.screen + 4, says, { ink: inks[tone], anchor: 'middle' }),
  ].join('\n')
}

/** A request: sent at one time, at the server at another, answered at a third. */
function call({ sent, reached, answered, says, answer, tone = 'accent', lost = false }) {
  const ink = inks[tone]
  const parts = [arrow(at(sent), lanes.page, at(reached), lanes.server, ink)]
  if (says) parts.push(alongDown(sent, reached, says, ink))
  if (answered !== undefined) {
    parts.push(arrow(at(reached), lanes.server, at(answered), lanes.page, ink, lost))
    if (answer) parts.push(alongUp(reached, answered, answer, ink))
    if (lost) parts.push(cross(at(answered), lanes.page, ink))
  }
  return parts.join('\n')
}

function alongDown(from, to, words, ink) {
  return write(at(from) + (at(to) - at(from)) * 0.3 - 6, lanes.page + 35, words, {
    ink,
    anchor: 'end',
    size: 11.5,
  })
}

function alongUp(from, to, words, ink) {
  return write(at(from) + (at(to) - at(from)) * 0.45 + 8, lanes.server - 42, words, { ink, size: 11.5 })
}

function arrow(x1, y1, x2, y2, ink, dashed = false) {
  const length = Math.hypot(x2 - x1, y2 - y1)
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length]
  const point = (back, aside) => `${round(x2 - ux * back - uy * aside)},${round(y2 - uy * back + ux * aside)}`
  const dash = dashed ? ' stroke-dasharray="5 4"' : ''
  return [
    `<line x1="${x1}" y1="${y1}" x2="${round(x2 - ux * 6)}" y2="${round(y2 - uy * 6)}" stroke="${ink}" stroke-width="1.6"${dash} />`,
    `<polygon points="${x2},${y2} ${point(8, 3.6)} ${point(8, -3.6)}" fill="${ink}" />`,
  ].join('\n')
}

function cross(x, y, ink) {
  return `<path d="M${x - 5} ${y - 5}l10 10m0-10l-10 10" stroke="${ink}" stroke-width="2" />`
}

/** Something that happens on the page, or on the server. */
function mark({ time, lane = 'page', says, tone = 'ink', anchor = 'middle' }) {
  const [x, y] = [at(time), lanes[lane]]
  const ink = tone === 'ink' ? 'var(--picture-ink)' : inks[tone]
  const shift = anchor === 'start' ? -5 : anchor === 'end' ? 5 : 0
  return [
    `<circle cx="${x}" cy="${y}" r="4.5" fill="${ink}" />`,
    write(x + shift, lane === 'page' ? y - 16 : y + 22, says, { ink, anchor, bold: true }),
  ].join('\n')
}

/** A time during which something holds, such as a page that is hidden. */
function spell({ from, to, says }) {
  const x = at(from)
  return [
    `<rect x="${x}" y="44" width="${at(to) - x}" height="${lanes.server - 34}" rx="6" fill="var(--picture-line)" fill-opacity="0.22" />`,
    write(x + 8, 62, says, { ink: 'var(--picture-soft)', size: 11.5 }),
  ].join('\n')
}

function line(name, y) {
  return [
    write(4, y + 4, name, { ink: 'var(--picture-soft)', size: 12 }),
    `<line x1="${left}" y1="${y}" x2="${right}" y2="${y}" stroke="var(--picture-line)" stroke-width="1.4" />`,
  ].join('\n')
}

const round = (number) => Math.round(number * 10) / 10

/** The text of a picture's file. */
export function draw(name, { title, description, spells = [], screen, calls = [], marks = [] }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 252" role="img" aria-labelledby="${name}-title ${name}-desc" font-family="ui-sans-serif, system-ui, sans-serif">
<title id="${name}-title">${escape(title)}</title>
<desc id="${name}-desc">${escape(description)}</desc>
${style}
${[
  ...spells.map(spell),
  write(4, lanes.screen + 4, 'Screen', { ink: 'var(--picture-soft)', size: 12 }),
  line('Page', lanes.page),
  line('Server', lanes.server),
  ...screen.map(shown),
  ...calls.map(call),
  ...marks.map(mark),
].join('\n')}
</svg>
`
}

/** Every picture: file name in docs/pictures, and its text. */
export const pictures = Object.entries(drawings).map(([name, drawing]) => ({
  file: `${name}.svg`,
  text: draw(name, drawing),
}))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(root, 'docs', 'pictures'), { recursive: true })
  for (const each of pictures) writeFileSync(join(root, 'docs', 'pictures', each.file), each.text)
}
