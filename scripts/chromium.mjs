// Sees to it that the browser tests find a Chromium, without touching a person's machine: system packages
// are installed only in CI, as root, on a system with apt-get.
import { spawnSync } from 'node:child_process'
import { fail } from './bootstrap.mjs'
import { findChromium } from '../packages/test-utils/src/browser/find-chromium.ts'

/** Resolves with undefined when there is a Chromium, else with the reason why there is none. */
export async function ensureChromium() {
  if (findChromium()) return undefined
  const mayInstall = process.env['CI'] && process.getuid?.() === 0 && works('apt-get', '--version')
  if (!mayInstall) return 'no Chromium or Chrome was found; install one or set CHROMIUM_PATH'
  console.log('  installing chromium with apt-get ...')
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync(
    'apt-get',
    ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    options,
  )
  if (findChromium()) return undefined
  return fail('apt-get could not install chromium, and the browser tests are part of CI.')
}

function works(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
