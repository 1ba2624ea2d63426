/**
 * Knows which connections carry a request, so that closing doesn't wait for those that don't. Node's own
 * `closeIdleConnections` leaves out those that a browser opened in advance and has not used yet.
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Watches a server's connections; the answer closes the idle ones now and the others as they become idle. */
export function watchConnections(server: Server): () => void {
  const open = new Map<Socket, { requests: number }>()
  let closing = false
  server.on('connection', (socket) => {
    open.set(socket, { requests: 0 })
    socket.on('close', () => open.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    const state = open.get(socket)
    if (state === undefined) return
    state.requests += 1
    response.on('close', () => {
      state.requests -= 1
      if (closing && state.requests === 0) socket.destroySoon()
    })
  })
  return () => {
    closing = true
    for (const [socket, { requests }] of open) if (requests === 0) socket.destroy()
  }
}
