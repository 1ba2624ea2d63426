// Changes the sources of core's floors one place at a time and asks their tests to notice (Stryker). `pnpm mutants keys
// http` does so for these folders, `pnpm mutants` for all; names of files (`pattern.ts`) narrow one folder down, `--force`
// forgets earlier runs, `--page` only writes the page. Results are kept in scripts/mutants-results.json, from which
// docs/mutants.md is written. Fails where a folder is below the least score, or a survivor without an explanation.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { format, resolveConfig } from 'prettier'
import { root } from './bootstrap.mjs'
import { leastScore, mutantFolders, notYet } from './mutants-folders.mjs'
import { explanationOf, pageOf, resultOf, sumOf } from './mutants-page.mjs'

const resultsFile = join(root, 'scripts', 'mutants-results.json')
const explained = JSON.parse(readFileSync(join(root, 'scripts', 'mutants-explained.json'), 'utf8'))
const options = process.argv.slice(2)
const named = options.filter((option) => option in mutantFolders)
const files = options.filter((option) => option.endsWith('.ts'))
const unknown = options.filter((option) => ![...named, ...files, '--force', '--page'].includes(option))
if (unknown.length > 0 || (files.length > 0 && named.length !== 1)) {
  throw new Error(`Unknown ${unknown.join(', ')}; there are ${Object.keys(mutantFolders).join(', ')}`)
}

process.chdir(root)
if (!options.includes('--page')) {
  for (const folder of named.length > 0 ? named : Object.keys(mutantFolders)) await run(folder)
}
await write({})
for (const [folder, result] of Object.entries(readResults())) {
  if (named.length === 0 || named.includes(folder)) judge(folder, result)
}

async function run(folder) {
  const { sources } = mutantFolders[folder]
  const below = sources.slice(0, sources.lastIndexOf('/'))
  const chosen = files.length > 0 ? files.map((file) => `${below}/${file}`) : [sources]
  const report = `.mutants/${folder}.json`
  process.env.MUTANTS_FOLDER = folder
  forgetSurvivors(report)
  await new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'scripts/mutants-vitest.mjs', related: true },
    mutate: [...chosen.map((glob) => `packages/core/${glob}`), '!**/*.test.ts', '!**/index.ts'],
    // The copy holds what the tests read, and no more.
    ignorePatterns: [
      '/**',
      '!/packages/core/{src,test}/**',
      '!/packages/core/*.json',
      '!/packages/test-utils/src/**',
      '!/scripts/mutants*',
      '!/package.json',
      '!/tsconfig*.json',
    ],
    tempDirName: '.mutants/sandbox',
    incremental: true,
    incrementalFile: report,
    force: options.includes('--force'),
    coverageAnalysis: 'perTest',
    // One at a time: a machine that does other things makes slow tests look endless.
    concurrency: 1,
    timeoutMS: 4000,
    timeoutFactor: 1.5,
    logLevel: 'warn',
    warnings: { slow: false },
    reporters: ['progress-append-only'],
  }).runMutationTest()
  await write({
    [folder]: resultOf(JSON.parse(readFileSync(report, 'utf8')), `packages/core/${below}/`, {
      explained,
      notYet: notYet[folder],
    }),
  })
}

/** What survived is tried again in any case: Stryker does not see that a new test reaches what runs at import. */
function forgetSurvivors(file) {
  if (!existsSync(file)) return
  const report = JSON.parse(readFileSync(file, 'utf8'))
  for (const [path, each] of Object.entries(report.files)) {
    if (files.length > 0 && !files.includes(path.slice(path.lastIndexOf('/') + 1))) continue
    each.mutants = each.mutants.filter(({ status }) => status !== 'Survived' && status !== 'NoCoverage')
  }
  writeFileSync(file, JSON.stringify(report))
}

function readResults() {
  return existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {}
}

/** Keeps results beside those of other folders, which another run may have renewed meanwhile. */
async function write(renewed) {
  const results = { ...readResults(), ...renewed }
  const sorted = Object.keys(mutantFolders).flatMap((name) => (results[name] ? [[name, results[name]]] : []))
  const inOrder = Object.fromEntries(sorted)
  const style = { ...(await resolveConfig(resultsFile)), parser: 'json' }
  writeFileSync(resultsFile, await format(JSON.stringify(inOrder), style))
  writeFileSync(join(root, 'docs', 'mutants.md'), pageOf(inOrder, explained, notYet))
}

function judge(folder, { files: counts, survivors }) {
  const { all, score } = sumOf(Object.values(counts))
  const open = survivors.filter((survivor) => !explanationOf(survivor, explained))
  console.log(
    `${folder}: ${score.toFixed(1)} % of ${all} noticed, ${survivors.length} not, ${open.length} open`,
  )
  for (const { file, line, mutator, original, replacement } of open)
    console.log(`  ${file} ${mutator}\n    ${line}\n    ${original} -> ${replacement}`)
  if (score < leastScore || open.length > 0) process.exitCode = 1
}
