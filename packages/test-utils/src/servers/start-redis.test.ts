import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startFaultProxy, startRedis } from '.'

const listen = async (answer: RequestListener) => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as { port: number }).port }
}

describe('startRedis', () => {
  it('restarts empty on the same port, and pauses', async () => {
    const redis = await startRedis()
    try {
      expect(await redis.command('SET', 'a', '1')).toBe('+OK\r\n')
      await redis.kill()
      await expect(redis.command('PING')).rejects.toThrow(/./)
      await redis.start()
      expect(await redis.command('GET', 'a')).toBe('$-1\r\n')
      redis.pause()
      await expect(redis.command('PING')).rejects.toThrow('no reply')
      redis.resume()
      expect(await redis.command('PING')).toBe('+PONG\r\n')
    } finally {
      await redis.close()
    }
  })
})

describe('startFaultProxy', () => {
  it('passes, stalls, delays, loses, spoils and cuts', async () => {
    const { server, port } = await listen((request, response) => void request.pipe(response))
    const proxy = await startFaultProxy(port)
    const ask = async (body: string) => {
      const signal = AbortSignal.timeout(300)
      return (
        await fetch(`http://127.0.0.1:${proxy.port}`, {
          method: 'POST',
          body,
          signal,
          headers: { connection: 'close' },
        })
      ).text()
    }
    try {
      expect(await ask('a')).toBe('a')
      proxy.setMode({ delay: 5 })
      expect(await ask('b')).toBe('b')
      for (const mode of ['stall', 'blackhole', 'refuse', 'garbage'] as const) {
        proxy.setMode(mode)
        await expect(ask('c')).rejects.toThrow(/./)
      }
      proxy.setMode('pass')
      expect(await ask('d')).toBe('d')
      const socket = createConnection(proxy.port, '127.0.0.1')
      await once(socket, 'connect')
      await expect.poll(() => proxy.connections).toBeGreaterThan(6)
      const closed = new Promise((resolve) => socket.once('error', resolve).once('close', resolve))
      proxy.cut()
      await closed
    } finally {
      await proxy.close()
      server.close()
      server.closeAllConnections()
    }
  })
})
