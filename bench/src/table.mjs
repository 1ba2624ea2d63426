// Makes readable rows of results and bars: for the terminal, and for docs/benchmarks.md. Pure.

/** Three figures that count, without exponents; whole numbers as they are. */
export function number(value) {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value)) return grouped(String(value))
  if (Math.abs(value) >= 100) return grouped(String(Math.round(value)))
  return String(Number(value.toPrecision(3)))
}

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A figure with its unit. */
export function figure(value, unit) {
  return unit === '' || unit === '×' ? `${number(value)}${unit && ' ×'}` : `${number(value)} ${unit}`
}

/** The lowest and the highest of several runs; nothing where they agree. */
function spread([low, high]) {
  return number(low) === number(high) ? '' : `${number(low)} – ${number(high)}`
}

/** Whether a bar or a goal is met. */
export function isMet(value, limit, atLeast = false) {
  return atLeast ? value >= limit : value <= limit
}

/**
 * What is to be said of a figure: `goal`, `met`, `MISSED`, or nothing where there is no bar; `(close)` where single
 * runs fell on both sides of the bar.
 */
export function verdict({ bar, goal, atLeast }, value, [low, high] = [value, value]) {
  if (bar === undefined) return ''
  const word = !isMet(value, bar, atLeast)
    ? 'MISSED'
    : goal !== undefined && isMet(value, goal, atLeast)
      ? 'goal'
      : 'met'
  const isClose = isMet(low, bar, atLeast) !== isMet(high, bar, atLeast)
  return isClose ? `${word} (close)` : word
}

/**
 * The cells of one row: what was worked on, ours, the lowest and highest of all runs, bar and goal, verdict, peers, and
 * facts.
 * @param {import('./bars.mjs').Row} row
 * @param {{ value: number, range: [number, number], peers: object, facts: object } | undefined} result
 */
export function cellsOf(row, result) {
  const { unit, bar, goal, atLeast } = row
  const sign = atLeast ? '≥' : '≤'
  const limit = bar === undefined ? '' : `${sign} ${figure(bar, unit)}`
  const bars = goal === undefined || bar === undefined ? limit : `${limit} (${number(goal)})`
  if (!result) return [row.work, 'not run', '', bars, '', '', '']
  const list = (entries, show) => Object.entries(entries).map(show).join(', ')
  return [
    row.work,
    figure(result.value, unit),
    spread(result.range),
    bars,
    verdict(row, result.value, result.range),
    list(result.peers, ([name, value]) => `${name} ${number(value)}`),
    list(result.facts, ([name, value]) => `${name} ${number(value)}`),
  ]
}

/** The titles over {@link cellsOf}. */
export const HEADINGS = ['work', 'Freshline', 'runs', 'bar (goal)', 'verdict', 'peers', 'figures']

/** Rows as a Markdown table. */
export function markdown(rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(HEADINGS), line(HEADINGS.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Rows in columns for a terminal. */
export function columns(rows) {
  const all = [HEADINGS, ...rows]
  const widths = HEADINGS.map((_, index) => Math.max(...all.map((cells) => cells[index].length)))
  return all
    .map((cells) =>
      cells
        .map((cell, index) => cell.padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
