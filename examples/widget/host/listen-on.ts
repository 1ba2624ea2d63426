/** A server on a port, and how it is ended. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What listens. */
export interface Listening {
  /** Its address, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** Ends it, with all connections. */
  close(): Promise<void>
}

/** Listens, or rejects with the reason: `EADDRINUSE` where the port is taken. */
export async function listenOn(server: Server, host = '127.0.0.1', port = 0): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${own}`,
    port: own,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
