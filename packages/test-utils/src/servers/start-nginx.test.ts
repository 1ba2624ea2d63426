import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createServer as createHttpServer } from 'node:http'
import { expect, test } from 'vitest'
import { startNginx } from './index'

test('a caching proxy is there, caches, tells what it did, and is gone afterwards', async () => {
  let asked = 0
  const origin = createHttpServer((_request, response) => {
    response.setHeader('cache-control', 'max-age=60').end(String(++asked))
  }).listen(0, '127.0.0.1')
  await once(origin, 'listening')
  const { port } = origin.address() as AddressInfo
  const nginx = await startNginx(
    (places) => `
      log_format cache '$request $upstream_cache_status';
      access_log ${places.log} cache;
      proxy_cache_path ${places.cache} keys_zone=test:1m;
      server {
        listen 127.0.0.1:${places.port};
        location / { proxy_pass http://127.0.0.1:${port}; proxy_cache test; }
      }`,
  )
  try {
    const ask = async () => (await fetch(`${nginx.origin}/x`)).text()
    expect([await ask(), await ask()]).toEqual(['1', '1'])
    expect(await nginx.log()).toMatch(/GET \/x HTTP\/1.1 MISS\nGET \/x HTTP\/1.1 HIT\n/)
  } finally {
    await nginx.close()
    origin.close()
  }
  // The port is free again.
  const again = createServer().listen(Number(new URL(nginx.origin).port), '127.0.0.1')
  await new Promise((resolve) => again.once('listening', resolve))
  again.close()
})

test('a bad configuration is told', async () => {
  await expect(startNginx(() => 'nonsense;')).rejects.toThrow(/unknown directive/)
})
