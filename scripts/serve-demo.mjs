// Builds the examples, starts the server and the foreign page that embeds the banner, and ends all of it together.
// Runs on the pinned Node, started by demo.mjs.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fail, root } from './bootstrap.mjs'
import { choosePorts } from './free-port.mjs'
import { runCommand } from './run-command.mjs'
import { createGroup } from './run-together.mjs'

const host = process.env['HOST'] ?? '127.0.0.1'
const examples = ['start', 'admin-dashboard', 'portal', 'widget'].map((name) => `examples/${name}`)

// Ports that cannot be had are told before the build, and looked at again after it.
await ports()

console.log('Building the examples ...')
await build([...examples])

const group = createGroup()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void group.stop())
process.on('exit', () => group.killAll())

// Awaited only when all is up: what ends before that is told here as well.
const problem = group.ended.then((reason) =>
  reason ? fail(`${reason} Everything has been stopped.`) : undefined,
)
try {
  await startAll()
} catch {
  // Told by the group's end, which it brings about.
}
await problem
console.log('Stopped.')
process.exit(0)

async function startAll() {
  const { ports: chosen, note } = await ports()
  const [port, hostPagePort, proxyPort] = chosen
  const env = {
    ...process.env,
    HOST: host,
    PORT: String(port),
    HOST_PAGE_PORT: String(hostPagePort),
    PROXY_PORT: String(proxyPort),
    HOST_PAGE_URL: at(hostPagePort),
    PROXY_URL: at(proxyPort),
    API_ORIGIN: at(port),
  }
  const address = await group.start('server', 'src/main.ts', { cwd: join(root, 'examples/server'), env })
  const shop = await group.start('foreign page', 'main.ts', { cwd: join(root, 'examples/widget/host'), env })
  console.log(`${note ? `\n  ${note}\n` : ''}
  The examples are at ${address}/

    Admin dashboard      ${address}/dashboard/
    Technician portal    ${address}/portal/
    Embedded banner      ${address}/widget/
      on a foreign page  ${shop}
      through a proxy    ${at(proxyPort)}/

  Ctrl-C stops all of it.
`)
}

/** The address by which the parts reach each other, also where all of the machine's addresses are listened on. */
function at(port) {
  const name = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

async function ports() {
  const choice = await choosePorts(host, 4173)
  return choice.message ? fail(choice.message) : choice
}

/** Builds folder by folder, on as many processors as there are. */
async function build(folders) {
  const worker = async () => {
    for (let folder = folders.shift(); folder; folder = folders.shift()) {
      const { code, output } = await runCommand('vite build --logLevel warn', folder)
      if (code !== 0) fail(`The build of ${folder} failed:\n\n${output}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker))
}
