// What suites found, one file each, so that a whole can be put together of runs on different days.
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suites } from './bars.mjs'
import { formatted } from './write-page.mjs'

const bench = join(dirname(fileURLToPath(import.meta.url)), '..')
const root = join(bench, '..')

/** Committed. */
export const RESULTS = join(bench, 'results')
/** Of quick runs: rough figures that nobody is to read. */
export const QUICK_RESULTS = join(bench, '.quick')

/**
 * @typedef {object} Stored one suite's file
 * @property {string} suite
 * @property {string} date
 * @property {string} node
 * @property {string} machine
 * @property {number} load programs at work before it began
 * @property {number} runs fresh processes
 * @property {string} build what was measured
 * @property {Record<string, string>} peers versions
 * @property {{ id: string, value: number, range: [number, number], peers: object, facts: object }[]} rows
 */

/** @param {Stored} stored */
export async function store(folder, stored) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${stored.suite}.json`)
  writeFileSync(file, await formatted(JSON.stringify(stored), file))
}

/** All suites that were ever stored, in their order. @returns {Stored[]} */
export function readStored(folder) {
  return suites
    .map((suite) => join(folder, `${suite}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
}

/** Names what a suite measures and how: the built files and its own. Equal names, equal programs. */
export function buildOf(suite) {
  const hash = createHash('sha256')
  const ways = `bench/src/{${WAYS.join(',')},suites/${suite}}.mjs`
  const files = globSync(['packages/{core,react}/dist/**/*.js', ways], { cwd: root })
  for (const file of files.sort()) {
    const text = readFileSync(join(root, file), 'utf8')
    hash.update(`${file}\n${text}`)
  }
  return hash.digest('hex').slice(0, 12)
}

/** What the suites share, and what decides how they measure. */
const WAYS = [
  'contenders-react',
  'fake-time',
  'measure',
  'page',
  'polled-keys',
  'run-suite',
  'shuffled',
  'statistics',
]

/** Versions of what is measured beside ours. */
export function peerVersions() {
  return JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8')).devDependencies
}
