/** Requests and answers byte by byte, over a socket of their own. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect, type AddressInfo } from 'node:net'

/** A server that listens. */
export interface Served {
  /** Where. */
  readonly port: number
  /** Ends it, with every connection. */
  close(): Promise<void>
}

/** Serves on a free port of this machine. */
export async function serve(listener: RequestListener): Promise<Served> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Sends lines as they are and reads until the server ends the connection: all bytes, one character each. */
export async function exchange(port: number, lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  const head = [...lines, 'Host: test', 'Connection: close', ...length, '', ''].join('\r\n')
  socket.write(Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]))
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}
