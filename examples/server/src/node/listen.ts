/** Puts a fetch handler on a Node socket, and takes it off again within a bound. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@freshline/server'
import type { ServerRequest } from 'srvx'
import { watchConnections } from './connections.ts'

/** How long requests that are being answered may take to finish when closing, in milliseconds. */
const GRACE = 1_000

/** A server that listens. */
export interface Listener {
  port: number
  /** Resolves when nothing is connected any more; after a second of grace what is left is cut off. */
  close(): Promise<void>
}

/** Listens on `host` and `port` (0: any free one). Rejects with Node's error, such as `EADDRINUSE`. */
export async function listen(
  handle: (request: Request) => Promise<Response>,
  host: string,
  port: number,
): Promise<Listener> {
  const handler = toNodeHandler(async (request) => {
    const response = await handle(request)
    if (response.type !== 'error') return response
    // A fault on purpose: the request of the bridge knows the connection underneath.
    ;(request as ServerRequest).runtime?.node?.req.socket.destroy()
    return new Response(null, { status: 500 })
  })
  const server = createServer(handler)
  const closeIdle = watchConnections(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return { port: (server.address() as AddressInfo).port, close: () => close(server, closeIdle) }
}

function close(server: Server, closeIdle: () => void): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    closeIdle()
  })
}
