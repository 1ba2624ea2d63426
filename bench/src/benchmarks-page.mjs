// docs/benchmarks.md: what the stored runs found, with what is needed to judge it. Bars that were missed come first. Pure.
import { groups, suites } from './bars.mjs'
import { correctness, waiting } from './correctness.mjs'
import { reasons } from './reasons.mjs'
import { cellsOf, markdown, verdict } from './table.mjs'

/** Results by row, of all suites. */
export function resultsById(stored) {
  return new Map(stored.flatMap(({ rows }) => rows.map((row) => [row.id, row])))
}

/** The bars that were tried, how each ended, and the missed ones that nobody has given a reason for. */
export function tally(results, why = reasons) {
  const rows = groups
    .flatMap((group) => group.rows)
    .filter((row) => row.bar !== undefined && results.has(row.id))
  const missed = rows.filter((row) => {
    const { value, range } = results.get(row.id)
    return verdict(row, value, range).startsWith('MISSED')
  })
  return { tried: rows.length, missed, unexplained: missed.filter((row) => !why[row.id]) }
}

/** The page. @param {import('./stored-results.mjs').Stored[]} stored */
export function benchmarksPage(stored, why = reasons) {
  const results = resultsById(stored)
  const { tried, missed } = tally(results, why)
  const notRun = suites.filter((suite) => !stored.some((each) => each.suite === suite))
  const lines = [
    '# Benchmarks',
    '',
    'Written by `pnpm bench`; not edited by hand. Ratios of one run are what counts: the same command on another',
    'machine gives other times and about the same ratios.',
    '',
    ...ways(stored),
    ...(notRun.length > 0 ? [`- Not measured yet: ${notRun.join(', ')}.`] : []),
    '',
    `**${tried - missed.length} of ${tried} bars met.**`,
    ...missedOnes(missed, results, why),
  ]
  for (const { title, note, rows, suites: own } of groups) {
    const table = markdown(rows.map((row) => cellsOf(row, results.get(row.id))))
    lines.push('', `## ${title}`, '', note, ...ownConditions(stored, own), '', table)
  }
  lines.push('', ...correctnessTable(), '')
  return lines.join('\n')
}

/** How it was measured: said once where all suites agree. */
function ways(stored) {
  const runs = unique(stored.map((each) => each.runs))
  const peers = Object.assign({}, ...stored.map((each) => each.peers))
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`)
  return [
    `- ${unique(stored.map(conditionsOf)).join('; ')}.`,
    `- Peers: ${versions.join(', ')}.`,
    `- Built files, \`NODE_ENV=production\`. Contenders take turns in one process, in rounds, until the medians of the ratios are sure to 3 % or the time is up; each suite ran in ${runs.join(' or ')} fresh ${runs.join() === '1' ? 'process' : 'processes'}. Shown are the median of these runs, and under “runs” the lowest and the highest of them.`,
    '- Times are CPU time of the main thread, garbage collection on it included.',
    '- `(close)`: single runs fell on both sides of the bar.',
  ]
}

const conditionsOf = ({ date, node, machine }) => `${date}, Node ${node}, ${machine}`

/** Where suites were measured on different days, builds or machines, each group says so. */
function ownConditions(stored, own) {
  const mine = stored.filter(({ suite }) => own.includes(suite))
  const notes = mine.map((each) => {
    const isBusy = each.load > 0.5
    const others = stored.some((other) => conditionsOf(other) !== conditionsOf(each))
    return [
      ...(others ? [conditionsOf(each)] : []),
      ...(isBusy
        ? [
            `other programs were at work (load ${each.load} before it began), so a quiet machine gives other figures, most of all where memory is read`,
          ]
        : []),
    ].join('; ')
  })
  const said = unique(notes).filter((note) => note !== '')
  return said.length > 0 ? ['', `Measured: ${said.join('. ')}.`] : []
}

function missedOnes(missed, results, why) {
  if (missed.length === 0) return []
  return [
    '',
    '## Bars missed, and why',
    '',
    ...missed.map((row) => {
      const [work, value, runs, bar] = cellsOf(row, results.get(row.id))
      const spread = runs ? ` (runs ${runs})` : ''
      return `- **${titleOf(row)}${work}**: ${value}${spread}, bar ${bar}. ${why[row.id] ?? 'No reason is known yet.'}`
    }),
  ]
}

const titleOf = (row) => `${groups.find(({ rows }) => rows.includes(row)).title}: `

function correctnessTable() {
  const rows = correctness.map(({ what, tests, command }) => {
    const links = tests.map((test) => `[${test.split('/').slice(-2).join('/')}](../${test})`)
    return `| ${what} | ${links.join(', ')} | \`${command}\` |`
  })
  return [
    '## Right or wrong, not fast or slow',
    '',
    'What has no speed has tests. The public suites that the bars were taken with are not part of the repository; these tests',
    'are written from the standards and from their descriptions.',
    '',
    '| what | tests | run |',
    '| --- | --- | --- |',
    ...rows,
    '',
    `Not measured: ${waiting.join(' ')}`,
    '',
    'What stays in memory over a day is in [A simulated day](soak.md), what imports weigh in [Sizes](sizes.md).',
  ]
}

const unique = (list) => [...new Set(list)]
