// Sees to it that tests find the programs they drive (Chromium, Redis, nginx), without touching a person's
// machine: system packages are installed only in CI, as root, on a system with apt-get.
import { spawnSync } from 'node:child_process'
import { fail } from './bootstrap.mjs'
import { findChromium } from '../packages/test-utils/src/browser/find-chromium.ts'
import { findProgram } from '../packages/test-utils/src/servers/find-program.ts'

/** Resolves with undefined when there is a Chromium, else with the reason why there is none. */
export async function ensureChromium() {
  return ensure(() => Boolean(findChromium()), ['chromium', 'fonts-liberation'], {
    missing: 'no Chromium or Chrome was found; install one or set CHROMIUM_PATH',
    tests: 'the browser tests',
  })
}

/** Resolves with undefined when there are Redis and nginx, else with the reason why they are not. */
export async function ensureServers() {
  const isThere = () => Boolean(findProgram('redis-server') && findProgram('nginx'))
  return ensure(isThere, ['redis-server', 'nginx-light'], {
    missing: 'redis-server and nginx were not found; install them, or put them on the PATH',
    tests: 'the tests against real servers',
  })
}

function ensure(isThere, packages, { missing, tests }) {
  if (isThere()) return undefined
  const mayInstall = process.env['CI'] && process.getuid?.() === 0 && works('apt-get', '--version')
  if (!mayInstall) return missing
  console.log(`  installing ${packages.join(' and ')} with apt-get ...`)
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    // The packages would start their servers: a test starts its own, on a port of its own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  }
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], options)
  if (isThere()) return undefined
  return fail(`apt-get could not install ${packages.join(' and ')}, and ${tests} are part of CI.`)
}

function works(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
