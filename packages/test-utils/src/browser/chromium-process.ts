// The operating-system side of a test browser: a Chromium process with a fresh profile and an open debugging port.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './find-chromium'

// Headless and without every service that would look for the outside world.
const flags = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
]

// Containers, where tests run as root, offer no sandbox.
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : []

/** A running Chromium. */
export interface ChromiumProcess {
  /** The address of its debugging port. */
  readonly endpoint: string
  /** Waits until the process has ended by itself, ends it after 10,000 ms, and removes its profile. */
  ended(): Promise<void>
}

/** Starts Chromium. @throws Error when none is installed, or when it ends before it listens */
export async function startChromium(): Promise<ChromiumProcess> {
  const path = findChromium()
  if (path === undefined) throw new Error('No Chromium was found; install one or set CHROMIUM_PATH')
  const profile = await mkdtemp(join(tmpdir(), 'freshline-chromium-'))
  const args = [...flags, ...rootFlags, `--user-data-dir=${profile}`, 'about:blank']
  const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const ended = async () => {
    await waitForExit(child)
    process.off('exit', killWithUs)
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  try {
    return { endpoint: await readEndpoint(child), ended }
  } catch (error) {
    child.kill('SIGKILL')
    await ended()
    throw error
  }
}

function readEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // The stream is read to its end, so that a full pipe never blocks the browser.
      if (output.length < 100_000) output += text
      const endpoint = /DevTools listening on (ws:\S+)/.exec(output)?.[1]
      if (endpoint !== undefined) resolve(endpoint)
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`Chromium ended with code ${code} before it listened:\n${output}`)),
    )
  })
}

async function waitForExit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await once(child, 'exit')
  clearTimeout(timer)
}
