// Every check of the repository; a step's output is shown when it fails. Runs on the pinned Node, started by
// test.mjs. `npm test -- lint floors` runs the named steps only.
import { globSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'
import { packages } from './entry-points.mjs'
import { runSteps } from './run-steps.mjs'
import { ensureChromium, ensureServers } from './system-packages.mjs'

const reports = join(root, '.reports')

/** A run of vitest that leaves its counts in .reports and prints details only of what failed. */
const vitest = (report, ...projects) =>
  [
    'vitest run --reporter=dot --reporter=json --passWithNoTests',
    `--outputFile.json=.reports/${report}.json`,
    ...projects.map((project) => `--project=${project}`),
  ].join(' ')

const browserTests = ['packages/*/test/browser/**/*.test.ts', 'packages/test-utils/src/browser/*.test.ts']
const docsTests = ['docs/test/browser/*.test.ts']
const applications = {
  dashboard: ['examples/admin-dashboard/', 'examples/start/'],
  portal: ['examples/portal/'],
  widget: ['examples/widget/'],
}
const serverTests = ['packages/server/test/redis/**/*.test.ts', 'examples/*/test/system/**/*.test.ts']
const inEach = (command) => packages.map(({ folder }) => ({ command, folder: `packages/${folder}` }))

/**
 * In the order in which they start where nothing keeps them back: what fails often and fast first, then what others
 * need, then the long ones beside those that mostly wait. See run-steps.mjs for what `cores` means.
 */
const steps = [
  { name: 'programs', commands: ['node scripts/install-programs.mjs'], cores: 0.5 },
  { name: 'format', commands: ['prettier --check --cache --log-level=warn .'] },
  { name: 'lint', commands: ['oxlint --deny-warnings'] },
  { name: 'floors', commands: ['node scripts/floors.mjs'] },
  { name: 'links', commands: ['node scripts/links.mjs'] },
  { name: 'figures', commands: ['node scripts/figures.mjs'] },
  { name: 'unused', commands: ['knip --no-progress --no-config-hints'] },
  { name: 'licences', commands: ['node scripts/licences.mjs'] },
  {
    name: 'audit',
    commands: ['node scripts/audit.mjs'],
    cores: 0.3,
    onNotRun: (reason) => notRun.push(`the audit of dependencies\n  because ${reason}`),
  },
  {
    name: 'tests',
    commands: [vitest('tests', 'unit', 'spec', 'dom', 'dom-react18', 'dom-vue34', 'docs', 'memory')],
    cores: 1.5,
  },
  { name: 'build', commands: inEach('tsup --silent') },
  { name: 'types', commands: ['node scripts/types.mjs'], cores: 1.5 },
  { name: 'demo', commands: ['node scripts/demo-check.mjs'], needs: ['build'] },
  {
    name: 'browser',
    commands: [`${vitest('browser', 'browser')} packages/ --exclude='**/faults.test.ts'`],
    needs: ['programs', 'build'],
    unless: noBrowser,
  },
  // They mostly wait, so the applications are looked at side by side.
  ...Object.entries(applications).map(([name, folders]) => ({
    name,
    commands: [`${vitest(name, 'browser')} ${folders.join(' ')}`],
    needs: ['programs', 'demo'],
    cores: 0.7,
    unless: () => noExamples(folders),
  })),
  { name: 'type-tests', commands: [vitest('type-tests', 'types')] },
  { name: 'reference', commands: ['typedoc --logLevel Warn'] },
  { name: 'docs', commands: ['node scripts/docs-build.mjs'], needs: ['reference'] },
  {
    name: 'docs-browser',
    commands: [`${vitest('docs-browser', 'browser')} docs/`],
    needs: ['programs', 'docs'],
    unless: noDocsBrowser,
  },
  { name: 'build-tests', commands: [vitest('build', 'build')], needs: ['build'], cores: 1.5 },
  { name: 'packages', commands: inEach('node ../../scripts/package-check.mjs'), needs: ['build'] },
  { name: 'api', commands: ['node scripts/api-report.mjs'], needs: ['build'] },
  { name: 'sizes', commands: ['node scripts/sizes.mjs'], needs: ['build'], show: true },
  {
    name: 'integrations',
    commands: ['node integrations/run.mjs'],
    needs: ['programs', 'build'],
    cores: 1.5,
    show: true,
    onNotRun: (reason) => notRun.push(`integrations/consumers\n  because ${reason}`),
  },
  // Alone, at the end: what they test gives up after a while, or is measured, which a busy machine would tell of.
  {
    name: 'faults',
    commands: [`${vitest('faults', 'browser')} packages/vanilla/test/browser/load/faults.test.ts`],
    needs: ['programs', 'build'],
    cores: 2.5,
    unless: noBrowser,
  },
  {
    name: 'servers',
    commands: [vitest('servers', 'servers')],
    needs: ['programs'],
    cores: 2.5,
    unless: noServers,
  },
  {
    name: 'system',
    commands: [vitest('system', 'system')],
    needs: ['programs', 'demo'],
    cores: 2.5,
    unless: noSystem,
  },
]

rmSync(reports, { recursive: true, force: true })
const notRun = []
const passed = await runSteps(selected(process.argv.slice(2)))
for (const reason of notRun) console.log(`\nNOT RUN: ${reason}`)
const counts = countTests()
console.log(`\ntests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = passed && counts.failed === 0 && (counts.passed > 0 || !runsTests()) ? 0 : 1

function selected(names) {
  const known = steps.map((step) => step.name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`Unknown step ${unknown.join(', ')}; there are ${known.join(', ')}`)
  return names.length === 0 ? steps : steps.filter((step) => names.includes(step.name))
}

/** Only a run of named steps without tests among them may end with no test passed. */
function runsTests() {
  const names = process.argv.slice(2)
  return (
    names.length === 0 ||
    names.some((name) => /test|browser|faults|servers|system|integrations/.test(name) || name in applications)
  )
}

/** The reason why those of the documentation site cannot, or undefined. */
function noDocsBrowser() {
  return told(ensureChromium(), docsTests)
}

/** The reason why the browser tests cannot run on this machine, or undefined. */
function noBrowser() {
  return told(ensureChromium(), browserTests)
}

/** The same for those of the examples. */
function noExamples(folders) {
  return told(
    ensureChromium(),
    folders.map((folder) => `${folder}test/browser/**/*.test.ts`),
  )
}

/** The reason why the tests against real servers cannot run on this machine, or undefined. */
function noServers() {
  return told(ensureServers(), serverTests)
}

async function told(answer, files) {
  const reason = await answer
  if (reason) notRun.push(`${globSync(files, { cwd: root }).join(', ')}\n  because ${reason}`)
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
