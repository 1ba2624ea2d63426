// Every check of the repository, in stages; a step's output is shown when it fails. Runs on the pinned Node,
// started by test.mjs. `npm test -- lint floors` runs the named steps only.
import { globSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'
import { runStages } from './run-stages.mjs'
import { ensureChromium, ensureServers } from './system-packages.mjs'

const reports = join(root, '.reports')

/** A run of vitest that leaves its counts in .reports and prints details only of what failed. */
const vitest = (report, ...projects) =>
  [
    'vitest run --reporter=dot --reporter=json --passWithNoTests',
    `--outputFile.json=.reports/${report}.json`,
    ...projects.map((project) => `--project=${project}`),
  ].join(' ')

const browserTests = [
  'packages/{server,vanilla,devtools}/test/browser/*.test.ts',
  'packages/test-utils/src/browser/*.test.ts',
  'examples/*/test/browser/**/*.test.ts',
]
const serverTests = ['packages/server/test/redis/**/*.test.ts', 'examples/*/test/system/**/*.test.ts']
const packages = ['core', 'server', 'react', 'vue', 'vanilla', 'devtools']
const inEach = (command) => packages.map((name) => ({ command, folder: `packages/${name}` }))

/** Stages run one after the other; the steps of a stage may run two at a time. */
const stages = [
  [
    { name: 'format', commands: ['prettier --check --cache --log-level=warn .'] },
    { name: 'lint', commands: ['oxlint --deny-warnings'] },
    { name: 'floors', commands: ['node scripts/floors.mjs'] },
    { name: 'links', commands: ['node scripts/links.mjs'] },
    { name: 'types', commands: ['node scripts/types.mjs'] },
    { name: 'type-tests', commands: [vitest('type-tests', 'types')] },
  ],
  [
    {
      name: 'tests',
      commands: [vitest('tests', 'unit', 'spec', 'dom', 'dom-react18', 'dom-vue34', 'docs', 'memory')],
    },
    { name: 'build', commands: inEach('tsup --silent') },
  ],
  [
    { name: 'build-tests', commands: [vitest('build', 'build')] },
    { name: 'packages', commands: inEach('node ../../scripts/package-check.mjs') },
    { name: 'sizes', commands: ['node scripts/sizes.mjs'], show: true },
    { name: 'reference', commands: ['typedoc --logLevel Warn'] },
  ],
  [
    { name: 'docs', commands: ['node scripts/docs-build.mjs'] },
    { name: 'demo', commands: ['node scripts/demo-check.mjs'] },
  ],
  [{ name: 'servers', commands: [vitest('servers', 'servers')], unless: noServers }],
  [{ name: 'browser', commands: [vitest('browser', 'browser')], unless: noBrowser }],
  [{ name: 'system', commands: [vitest('system', 'system')], unless: noSystem }],
]

rmSync(reports, { recursive: true, force: true })
const notRun = []
const passed = await runStages(selected(process.argv.slice(2)))
for (const reason of notRun) console.log(`\nNOT RUN: ${reason}`)
const counts = countTests()
console.log(`\ntests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = passed && counts.failed === 0 && (counts.passed > 0 || !runsTests()) ? 0 : 1

function selected(names) {
  const known = stages.flat().map((step) => step.name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`Unknown step ${unknown.join(', ')}; there are ${known.join(', ')}`)
  return stages.map((stage) => stage.filter((step) => names.length === 0 || names.includes(step.name)))
}

/** Only a run of named steps without tests among them may end with no test passed. */
function runsTests() {
  const names = process.argv.slice(2)
  return names.length === 0 || names.some((name) => /test|browser|servers|system/.test(name))
}

/** The reason why the browser tests cannot run on this machine, or undefined. */
async function noBrowser() {
  const reason = await ensureChromium()
  if (reason) notRun.push(`${globSync(browserTests, { cwd: root }).join(', ')}\n  because ${reason}`)
  return reason
}

/** The reason why the tests against real servers cannot run on this machine, or undefined. */
async function noServers() {
  const reason = await ensureServers()
  if (reason) notRun.push(`${globSync(serverTests, { cwd: root }).join(', ')}\n  because ${reason}`)
  return reason
}

/** Those of the whole system need servers and a browser. */
async function noSystem() {
  return (await ensureServers()) ?? (await ensureChromium())
}

function countTests() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const file of listReports()) {
    const report = JSON.parse(readFileSync(join(reports, file), 'utf8'))
    total.passed += report.numPassedTests
    total.failed += report.numFailedTests
    total.skipped += report.numPendingTests + report.numTodoTests
  }
  return total
}

function listReports() {
  try {
    return readdirSync(reports).filter((file) => file.endsWith('.json'))
  } catch {
    return []
  }
}
