// Builds the packages and the dashboard, starts the example server and hands it the signals that end it.
// Runs on the pinned Node, started by demo.mjs.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fail, root } from './bootstrap.mjs'
import { choosePort } from './free-port.mjs'
import { runCommand } from './run-command.mjs'

const host = process.env['HOST'] ?? '127.0.0.1'
/** How long the server may take to end, in milliseconds. */
const patience = 5_000
let note = ''

// A port that cannot be had is told before the build, and looked at again after it.
await port()

console.log('Building the packages and the dashboard ...')
await Promise.all(
  ['packages/core', 'packages/react', 'packages/devtools'].map((folder) => build(folder, 'tsup --silent')),
)
await build('examples/admin-dashboard', 'vite build --logLevel warn')

const env = { ...process.env, HOST: host, PORT: String(await port()) }
const server = spawn(process.execPath, ['src/main.ts'], {
  cwd: join(root, 'examples', 'server'),
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
process.on('exit', () => server.kill('SIGKILL'))

server.on('error', (error) => fail(`The server could not be started: ${error.message}`))
server.on('exit', (code) => {
  if (!stopping) fail(`The server ended by itself with code ${code}.`)
  console.log('Stopped.')
  process.exit(0)
})
server.stdout.setEncoding('utf8').on('data', (text) => {
  const address = /listening on (\S+)/.exec(text)?.[1]
  if (address) console.log(`${note}\n  The dashboard is at ${address}\n  Ctrl-C stops it.\n`)
  else process.stdout.write(text)
})

/** Asks the server to end, and ends it after a while if it does not. A second signal changes nothing. */
function stop() {
  if (stopping) return
  stopping = true
  server.kill('SIGTERM')
  setTimeout(() => server.kill('SIGKILL'), patience).unref()
}

async function port() {
  const choice = await choosePort(host, 4173)
  if (choice.message) fail(choice.message)
  note = choice.note ? `\n  ${choice.note}` : ''
  return choice.port
}

async function build(folder, command) {
  const { code, output } = await runCommand(command, folder)
  if (code !== 0) fail(`The build of ${folder} failed:\n\n${output}`)
}
