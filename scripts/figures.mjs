// The figures in README.md, taken from what commands wrote: docs/sizes.md (`pnpm sizes --write`), docs/benchmarks.md
// (`pnpm bench`) and docs/use.md (`pnpm use`); and docs/support.md. Fails when they say something else; `--write`
// writes them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './bootstrap.mjs'
import { supportPage } from './support.mjs'

const begin = '<!-- figures: pnpm figures --write -->\n'
const end = '<!-- end of figures -->'

/** The README as it ought to be. */
export function withFigures(readme) {
  const [before, after] = [readme.indexOf(begin), readme.indexOf(end)]
  if (before < 0 || after < 0) throw new Error('README.md has lost the marks of its figures')
  return readme.slice(0, before + begin.length) + table() + readme.slice(after)
}

function table() {
  const bench = cellsOf('docs/benchmarks.md')
  const use = cellsOf('docs/use.md')
  const sizes = cellsOf('docs/sizes.md')
  const kb = (name) => `${Number(sizes(name)[1]).toFixed(1)} KB`
  const timers = bench('pending timers')
  const wakes = bench('wake-ups a minute')
  const loads = use('loads from the database')
  const rows = [
    ['timers for 10,000 polled keys', timers[1], timers[5], '[benchmarks](docs/benchmarks.md)'],
    ['wake-ups a minute for them', wakes[1], wakes[5], '[benchmarks](docs/benchmarks.md)'],
    [
      'loads from the database, ten minutes of a team’s dashboard',
      loads[2],
      `plain \`fetch\` ${thousands(loads[1])}`,
      '[counted](docs/use.md)',
    ],
    [
      'all that a React page needs, min + gzip',
      kb('React: useSync + provider + manager'),
      `planned ${kbOf(sizes('React: useSync + provider + manager')[2])}`,
      '[sizes](docs/sizes.md)',
    ],
    [
      '`fetchFresh` alone',
      kb('fetchFresh'),
      `planned ${kbOf(sizes('fetchFresh')[2])}`,
      '[sizes](docs/sizes.md)',
    ],
  ]
  const lines = rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
  return `| measured | Freshline | beside it | by |\n| --- | --- | --- | --- |\n${lines}`
}

/** Finds a row of a page's tables by its first cell. */
function cellsOf(page) {
  const text = readFileSync(join(root, page), 'utf8')
  const rows = [...text.matchAll(/^\|(.+)\|$/gm)].map(([, row]) => row.split('|').map((cell) => cell.trim()))
  return (name) => {
    const found = rows.find(([first]) => first === name)
    if (!found) throw new Error(`${page} has no row '${name}'`)
    return found
  }
}

const kbOf = (text) => `${Number(text).toFixed(1)} KB`
const thousands = (text) => Number(text).toLocaleString('en')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  keep('README.md', withFigures)
  keep('docs/support.md', supportPage)
}

function keep(page, wantedFrom) {
  const file = join(root, page)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const wanted = wantedFrom(text)
  if (wanted === text) return
  if (process.argv.includes('--write')) writeFileSync(file, wanted)
  else {
    console.log(`${page} is not what it is made from; run \`pnpm figures --write\``)
    process.exitCode = 1
  }
}
