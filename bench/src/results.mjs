// RESULTS.md: what one run found, with what is needed to judge it and nothing about the machine's owner.
import { arch, availableParallelism, loadavg, platform } from 'node:os'
import { groups } from './bars.mjs'
import { cellsOf, markdown, verdict } from './table.mjs'

/** The bars that were tried, and how each ended. */
export function tally(results) {
  const rows = groups
    .flatMap((group) => group.rows)
    .filter((row) => row.bar !== undefined && results.has(row.id))
  const missed = rows.filter((row) => {
    const { value, range } = results.get(row.id)
    return verdict(row, value, range).startsWith('MISSED')
  })
  return { tried: rows.length, missed }
}

/** How busy the machine was before a suite began; worth a word where others took part of it. */
const loadBefore = loadavg()[0]

/** The page. */
export function page(results, versions, runs) {
  const { tried, missed } = tally(results)
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const lines = [
    '# Benchmark results',
    '',
    'Written by `pnpm bench`; not edited by hand. Ratios of one run are what counts: the same command on another',
    'machine gives other times and about the same ratios.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores.`,
    `- Peers: ${peers.join(', ')}.`,
    `- Built files, \`NODE_ENV=production\`. Contenders take turns in one process, in rounds, until the ratios are sure to a few percent; each suite ran in ${runs} fresh ${runs === 1 ? 'process' : 'processes'}, medians are shown.`,
    '- Times are CPU time of the main thread, garbage collection on it included.',
    ...(loadBefore > 0.5
      ? [
          `- Other programs were at work meanwhile (load ${loadBefore.toFixed(1)} at the start): figures of a quiet machine differ, those of memory-bound rows most.`,
        ]
      : []),
    '- `(close)`: single runs fell on both sides of the bar.',
    '',
    `**${tried - missed.length} of ${tried} bars met.**${missed.length > 0 ? ' Missed:' : ''}`,
    '',
    ...missed.map((row) => {
      const [work, value, bar] = cellsOf(row, results.get(row.id))
      return `- ${work}: ${value}, bar ${bar}`
    }),
  ]
  for (const { title, note, rows } of groups) {
    lines.push(
      '',
      `## ${title}`,
      '',
      note,
      '',
      markdown(rows.map((row) => cellsOf(row, results.get(row.id)))),
    )
  }
  return `${lines.join('\n')}\n`
}
