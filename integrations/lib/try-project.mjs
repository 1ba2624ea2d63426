// Builds one project, starts it or serves what it built, and looks at the page.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runCommand } from '../../scripts/run-command.mjs'
import { lookAtPage } from './look-at-page.mjs'
import { serveFolder } from './stand-in-server.mjs'
import { settingsOf } from './workspace.mjs'

/** No build asks the network for anything: it would be somebody else's fault when it fails. */
const offline = { NEXT_TELEMETRY_DISABLED: '1', npm_config_offline: 'true' }

/** Resolves with what is wrong, if anything, and whether a page could not be looked at. */
export async function tryProject(folder, name, browser) {
  const { page, start, look, ...served } = settingsOf(name)
  try {
    const { code, output } = await runCommand('pnpm run build', folder, offline)
    if (code !== 0) return { problem: output }
    if (!page && !start) return {}
    if (!browser) return { unseen: true }
    if (start) await lookAtStarted(folder, start, browser)
    else await lookAtServed(join(folder, page), served, look && join(folder, look), browser)
    return {}
  } catch (error) {
    return { problem: error.message }
  }
}

/** `look` names a module of the project that knows better what its page shows. */
async function lookAtServed(folder, settings, look, browser) {
  const server = await serveFolder(folder, settings)
  try {
    const own = look && (await import(pathToFileURL(look).href)).look
    await (own ?? lookAtPage)(browser, server.address, server)
  } finally {
    await server.close()
  }
}

/** The project's own server, on a port that it chooses and prints. */
async function lookAtStarted(folder, [program, ...args], browser) {
  const child = spawn(process.execPath, [join(folder, 'node_modules', program), ...args], {
    cwd: folder,
    env: { ...process.env, ...offline },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    await lookAtPage(browser, await printedAddress(child), { rendered: true })
  } finally {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit')
  }
}

function printedAddress(child) {
  return new Promise((resolve, reject) => {
    let output = ''
    const hear = (text) => {
      output += text
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]
      if (port) resolve(`http://127.0.0.1:${port}/`)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.on('exit', (code) => reject(new Error(`it ended with code ${code}:\n${output}`)))
  })
}
