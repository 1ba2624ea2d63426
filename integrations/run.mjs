// Installs the packages, as they would be published, into projects of their users, builds those and tries them.
// `node integrations/run.mjs [names]` after a build of the packages; `--lock` resolves everything anew and writes
// pnpm-lock.yaml; `--keep` leaves the folder there, and says where. Exit code 3: not run, for the reason printed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../scripts/bootstrap.mjs'
import { ensureChromium } from '../scripts/system-packages.mjs'
import { checkInstalled } from './lib/check-installed.mjs'
import { openBrowser } from './lib/open-browser.mjs'
import { tryProject } from './lib/try-project.mjs'
import { consumers, install, layOut, writeLock } from './lib/workspace.mjs'

const args = process.argv.slice(2)
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.filter((name) => !consumers.includes(name))
if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}; there are ${consumers.join(', ')}`)

const started = performance.now()
const folder = mkdtempSync(join(tmpdir(), 'freshline-integrations-'))
// Also when it is ended from outside, nothing is left behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1))
process.on('exit', cleanUp)
let browser
try {
  await layOut(folder)
  const { code, output } = args.includes('--lock') ? await writeLock(folder) : await install(folder)
  if (code !== 0) notInstalled(output)
  else if (!args.includes('--lock')) await tryAll()
} finally {
  await browser?.close()
}

function cleanUp() {
  if (args.includes('--keep')) console.log(`kept: ${folder}`)
  else rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function tryAll() {
  console.log(`  installed ${toSeconds(performance.now() - started)}`)
  const results = { passed: 0, failed: 0, skipped: 0 }
  const count = (problem, name, time = '') => {
    results[problem ? 'failed' : 'passed']++
    console.log(problem ? `✗ ${name} ${time}\n${problem}\n` : `  ${name.padEnd(18)} ${time}`)
  }
  count(checkInstalled(folder), 'what is packed')
  browser = await openWhatIsInstalled()
  // The slowest first; two at a time, for most of them use a core to the full.
  const waiting = consumers.filter((name) => names.length === 0 || names.includes(name)).toSorted(bySlowness)
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const began = performance.now()
      const { problem, unseen } = await tryProject(join(folder, 'consumers', name), name, browser)
      if (unseen) results.skipped++
      else count(problem, name, toSeconds(performance.now() - began))
    }
  }
  await Promise.all([worker(), worker()])
  report(results)
}

async function openWhatIsInstalled() {
  const reason = await ensureChromium()
  if (reason) {
    console.log(`NOT RUN: the built pages are not looked at in a browser, because ${reason}`)
    return undefined
  }
  return openBrowser()
}

/** Without the registry there is nothing to install from; that is said, and is no fault of the packages. */
function notInstalled(output) {
  const isOffline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ERR_PNPM_META_FETCH_FAIL|ERR_SOCKET/.test(
    output,
  )
  if (isOffline)
    console.log('NOT RUN: what the projects need cannot be had, for npm’s registry does not answer')
  else console.log(`The projects cannot be installed:\n${output}`)
  process.exitCode = isOffline ? 3 : 1
}

/** The counts, in the words of vitest's report, for the last line of `npm test`. */
function report({ passed, failed, skipped }) {
  mkdirSync(join(root, '.reports'), { recursive: true })
  const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: 0 }
  writeFileSync(join(root, '.reports', 'integrations.json'), `${JSON.stringify(counts)}\n`)
  if (failed > 0) process.exitCode = 1
}

function bySlowness(a, b) {
  const slow = ['next', 'typescript', 'readme']
  const rank = (name) => (slow.includes(name) ? slow.indexOf(name) : slow.length)
  return rank(a) - rank(b)
}

function toSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
