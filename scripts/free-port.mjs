// Finds the ports that the demo is served on.
import { createServer } from 'node:net'

const tries = 20
const highest = 65_535

/** The variable that chooses each port; without it, each follows the one before. */
const names = ['PORT', 'HOST_PAGE_PORT', 'PROXY_PORT']

/**
 * Three ports in a row from `fallback` on, or from the first place where all of them are free. What the environment
 * names is taken as it is, and has to be free.
 * @returns `ports`, with a note for a person where they are not the usual ones; or a message when there are none
 */
export async function choosePorts(host, fallback, env = process.env) {
  const wanted = names.map((name) => env[name] || undefined)
  const problem = wanted.map(readProblem).find(Boolean) ?? sameTwice(wanted)
  if (problem) return { message: problem }
  const first = wanted[0] === undefined ? fallback : Number(wanted[0])
  const last = wanted[0] === undefined ? fallback + tries - 1 : first
  let taken = []
  for (let port = first; port <= last; port += 1) {
    const ports = wanted.map((text, index) => (text === undefined ? port + index : Number(text)))
    taken = await findTaken(host, ports)
    if (taken.length === 0) return port === first ? { ports } : { ports, note: moved(first, port) }
    // A port that was named stays taken wherever the others are.
    const named = taken.find(({ index }) => wanted[index] !== undefined)
    if (named) return { message: cannot(named, `Set ${names[named.index]} to another, or leave it out.`) }
  }
  const next = 'Set PORT to another, and the two after it are used as well.'
  if (wanted[0] !== undefined) return { message: cannot(taken[0], next) }
  return {
    message: `No three ports in a row are free from ${first} to ${last + 2}. Set PORT to a free place.`,
  }
}

function readProblem(text, index) {
  if (text === undefined) return undefined
  const port = Number(text)
  const room = index === 0 ? highest - 2 : highest
  if (Number.isInteger(port) && port >= 1 && port <= room) return undefined
  return `${names[index]} must be a whole number from 1 to ${room}, not '${text}'.`
}

function sameTwice(wanted) {
  const named = wanted.filter((text) => text !== undefined).map(Number)
  if (new Set(named).size === named.length) return undefined
  return `${names.join(', ')} must be different ports, not ${named.join(', ')}.`
}

async function findTaken(host, ports) {
  const taken = []
  for (const [index, port] of ports.entries()) {
    // Two that were left out may fall on one that was named.
    const reason = ports.indexOf(port) < index ? 'another part has it' : await tryPort(host, port)
    if (reason) taken.push({ index, port, reason })
  }
  return taken
}

function cannot({ port, reason }, advice) {
  return `Port ${port} cannot be used (${reason}). ${advice}`
}

function moved(first, port) {
  return `Port ${first} or one of the two after it is taken; using ${port} to ${port + 2}.`
}

/** Resolves with undefined when the port can be listened on, else with the reason. */
function tryPort(host, port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code === 'EADDRINUSE' ? 'it is taken' : error.code))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}
