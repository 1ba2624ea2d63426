// Measures what realistic imports of the built packages cost a page: bundled by esbuild for es2022, minified,
// gzipped, frameworks left out. Fails above a budget of sizes.json (the bar, where it names none) and when a bundle
// holds a name that it did not ask for, or when docs/sizes.md is no longer true. `--write` writes that page and the
// README's figures, and today's sizes as budgets over the bars.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { format, resolveConfig } from 'prettier'
import { root } from './bootstrap.mjs'

const budgetFile = join(root, 'sizes.json')
const pageFile = join(root, 'docs', 'sizes.md')
/** How far a bundle may be from what the page says of it, as a part of that. */
const tolerance = 0.03
const entries = JSON.parse(readFileSync(budgetFile, 'utf8'))
const rows = []
const failures = []
const writing = process.argv.includes('--write')
for (const entry of entries) await measure(entry)
for (const row of rows) console.log(`  ${row.name.padEnd(40)} ${kilobytes(row.bytes)} KB  ${verdict(row)}`)
if (!writing) failures.push(...untrueOf(readFileSync(pageFile, 'utf8')))
for (const failure of failures) console.log(failure)
if (failures.length > 0) process.exitCode = 1
else if (writing) await write()

/** The page, and a budget for each import that is over its bar: what it weighs, rounded up to 50 bytes. */
async function write() {
  const budgets = rows.map(({ bytes, ...entry }) => {
    return { ...entry, budget: bytes > entry.bar ? Math.ceil(bytes / 50) * 50 : undefined }
  })
  const options = { ...(await resolveConfig(budgetFile)), parser: 'json' }
  writeFileSync(budgetFile, await format(JSON.stringify(budgets), options))
  writeFileSync(pageFile, page())
  execFileSync(process.execPath, [join(root, 'scripts', 'figures.mjs'), '--write'])
}

/** What the page says of an import that is not so any more, beyond what a small change makes. */
function untrueOf(text) {
  const said = new Map(
    [...text.matchAll(/^\| (.+?) \| ([\d.]+) \|/gm)].map(([, name, kb]) => [name, kb * 1000]),
  )
  return rows
    .filter(({ name, bytes }) => !(Math.abs(bytes - (said.get(name) ?? NaN)) <= tolerance * bytes + 20))
    .map(({ name }) => `docs/sizes.md is not true of '${name}'; \`pnpm sizes --write\` writes it`)
}

async function measure(entry) {
  try {
    const { code, without, from } = entry
    const bytes = (await sizeOf(code, from)) - (without ? await sizeOf(without, from) : 0)
    rows.push({ ...entry, bytes })
    const strangers = await strangersIn(entry)
    const budget = entry.budget ?? entry.bar
    if (strangers.length > 0)
      failures.push(`'${entry.name}' holds what it did not import: ${strangers.join(', ')}`)
    if (bytes > budget && !writing)
      failures.push(`'${entry.name}' is ${bytes} bytes, over its budget of ${budget}`)
  } catch (error) {
    failures.push(`'${entry.name}' cannot be bundled: ${error.message}`)
  }
}

async function sizeOf(code, from) {
  return gzipSync(await bundle(code, from, { minify: true }), { level: 9 }).length
}

/** Names that the entry must not carry, looked for in the bundle before it is minified, comments left out. */
async function strangersIn({ code, from, absent = [] }) {
  const text = await bundle(code, from, { minifySyntax: true, minifyWhitespace: true, legalComments: 'none' })
  return absent.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
}

/** Bundles what a file in the folder `from` would import. */
async function bundle(code, from = 'examples/admin-dashboard', options) {
  const result = await build({
    stdin: { contents: code, resolveDir: join(root, from) },
    bundle: true,
    logLevel: 'silent',
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['react', 'react-dom', 'vue'],
    define: { 'process.env.NODE_ENV': '"production"' },
    ...options,
  })
  return result.outputFiles[0].text
}

function verdict({ bytes, bar, goal }) {
  if (bytes > bar) return `over the bar of ${kilobytes(bar)} KB`
  return bytes > goal
    ? `bar ${kilobytes(bar)} KB, goal ${kilobytes(goal)} KB`
    : `within the goal of ${kilobytes(goal)} KB`
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(2)
}

function page() {
  const lines = rows.map((row) => {
    const cells = [row.name, ...[row.bytes, row.bar, row.goal].map(kilobytes), verdict(row)]
    return `| ${cells.join(' | ')} |`
  })
  return `# Sizes

Minified and gzipped, frameworks left out, es2022; KB of 1,000 bytes. Written by \`pnpm sizes --write\`, kept to by \`pnpm check\`.

| import | KB | bar | goal | verdict |
| --- | --- | --- | --- | --- |
${lines.join('\n')}
`
}
