// Finds the port that the demo is served on.
import { createServer } from 'node:net'

const tries = 20

/**
 * `PORT` from the environment if it is set and free, else the first free port from `fallback` on.
 * @returns the port, with a note for a person where it is not the usual one; or a message when there is none
 */
export async function choosePort(host, fallback, wanted = process.env['PORT']) {
  if (wanted === undefined || wanted === '') return firstFree(host, fallback)
  const port = Number(wanted)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return { message: `PORT must be a whole number from 1 to 65535, not '${wanted}'.` }
  }
  const problem = await tryPort(host, port)
  return problem
    ? { message: `Port ${port} cannot be used (${problem}). Set PORT to another, or leave it out.` }
    : { port }
}

async function firstFree(host, first) {
  for (let port = first; port < first + tries; port += 1) {
    if (await tryPort(host, port)) continue
    return port === first ? { port } : { port, note: `Port ${first} is taken; using ${port}.` }
  }
  return { message: `Ports ${first} to ${first + tries - 1} are all taken. Set PORT to a free one.` }
}

/** Resolves with undefined when the port can be listened on, else with the error's code. */
function tryPort(host, port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code === 'EADDRINUSE' ? 'it is taken' : error.code))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}
