/** A TCP proxy between a client and a server that spoils the connection in the ways that networks do. */
import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/**
 * What the proxy does.
 * - `pass`: hands everything on
 * - `refuse`: closes new connections at once
 * - `stall`: takes everything, hands nothing on, and hands it on later (the other end is busy)
 * - `blackhole`: takes everything and loses it
 * - `garbage`: answers with bytes that mean nothing
 * - `{ answer }`: answers whatever comes with these bytes, and hands nothing on
 * - `{ delay }`: hands everything on so many milliseconds later
 */
export type ProxyMode =
  | 'pass'
  | 'refuse'
  | 'stall'
  | 'blackhole'
  | 'garbage'
  | { readonly answer: string }
  | { readonly delay: number }

/** A proxy of a test's own. */
export interface FaultProxy {
  readonly port: number
  /** Changes what happens from now on, on open connections too. */
  setMode(mode: ProxyMode): void
  /** Breaks all open connections (RST). */
  cut(): void
  /** Sends bytes to the clients that no server has sent. */
  inject(text: string): void
  /** How many connections were ever made. */
  readonly connections: number
  close(): Promise<void>
}

/** Begins to listen on a free port. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  let mode: ProxyMode = 'pass'
  let connections = 0
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket; readonly held: (() => void)[] }>()
  const server = createServer((client) => {
    connections++
    if (mode === 'refuse') return void client.resetAndDestroy()
    const upstream = createConnection(targetPort, '127.0.0.1')
    const pair = { client, server: upstream, held: [] as (() => void)[] }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    client.on('error', end).on('close', end).setNoDelay(true)
    // What the server has sent before it closed still has to arrive.
    upstream
      .on('error', end)
      .on(
        'close',
        () =>
          void setTimeout(() => client.end(), typeof mode === 'object' && 'delay' in mode ? mode.delay : 0),
      )
      .setNoDelay(true)
    const hand = (from: Socket, to: Socket) =>
      from.on('data', (data) => {
        const pass = () => void (to.writable && to.write(data))
        if (mode === 'stall') pair.held.push(pass)
        else if (mode === 'garbage') client.write('\u0000\u0001?!garbage\r\n')
        else if (typeof mode === 'object' && 'answer' in mode)
          void (from === client && client.write(mode.answer))
        else if (typeof mode === 'object') setTimeout(pass, mode.delay)
        else if (mode === 'pass') pass()
      })
    hand(client, upstream)
    hand(upstream, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    setMode(next) {
      mode = next
      if (next === 'pass') for (const { held } of pairs) for (const pass of held.splice(0)) pass()
    },
    cut() {
      for (const { client, server: upstream } of pairs) {
        client.resetAndDestroy()
        upstream.destroy()
      }
    },
    inject(text) {
      for (const { client } of pairs) client.write(text)
    },
    get connections() {
      return connections
    },
    async close() {
      for (const { client, server: upstream } of pairs) {
        client.destroy()
        upstream.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
}
