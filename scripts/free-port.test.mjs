import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { choosePorts } from './free-port.mjs'

const host = '127.0.0.1'
const servers = []

/** Takes a port, by default one that has room for more after it. */
async function take(port = 0) {
  const server = createServer()
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  servers.push(server)
  return server.address().port
}

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

test('three ports in a row are chosen; where one of them is taken, the next place, and that is said', async () => {
  const first = await take()
  const { ports, note } = await choosePorts(host, first, {})
  expect(ports).toEqual([ports[0], ports[0] + 1, ports[0] + 2])
  expect(ports[0]).toBeGreaterThan(first)
  expect(note).toBe(
    `Port ${first} or one of the two after it is taken; using ${ports[0]} to ${ports[0] + 2}.`,
  )
  const again = await choosePorts(host, ports[0], {})
  expect(again).toEqual({ ports })
})

test('each port can be named, and what is not named follows PORT', async () => {
  const { ports } = await choosePorts(host, 20_000, {})
  const [a] = ports
  const env = { PORT: String(a), PROXY_PORT: String(a + 9) }
  expect(await choosePorts(host, 4173, env)).toEqual({ ports: [a, a + 1, a + 9] })
})

test.each([
  ['PORT', (port) => ({ PORT: String(port) })],
  ['HOST_PAGE_PORT', (port) => ({ HOST_PAGE_PORT: String(port) })],
  ['PROXY_PORT', (port) => ({ PORT: '', PROXY_PORT: String(port) })],
])('a taken %s is answered with a message, not with another port', async (name, toEnv) => {
  const taken = await take()
  const { message } = await choosePorts(host, 20_100, toEnv(taken))
  expect(message).toMatch(`Port ${taken} cannot be used (it is taken). Set ${name} to another`)
})

test('a taken port after PORT names that one', async () => {
  const { ports } = await choosePorts(host, 20_200, {})
  const taken = await take(ports[1])
  expect(await choosePorts(host, 4173, { PORT: String(ports[0]) })).toEqual({
    message: `Port ${taken} cannot be used (it is taken). Set PORT to another, and the two after it are used as well.`,
  })
})

test.each(['0', '65534', '-1', '1.5', 'abc'])('PORT=%s is answered with what is allowed', async (wanted) => {
  expect(await choosePorts(host, 4173, { PORT: wanted })).toEqual({
    message: `PORT must be a whole number from 1 to 65533, not '${wanted}'.`,
  })
})

test('two parts cannot have one port', async () => {
  expect(await choosePorts(host, 4173, { PORT: '5000', PROXY_PORT: '5000' })).toEqual({
    message: 'PORT, HOST_PAGE_PORT, PROXY_PORT must be different ports, not 5000, 5000.',
  })
  const { ports } = await choosePorts(host, 20_300, {})
  const env = { PORT: String(ports[0]), PROXY_PORT: String(ports[1]) }
  expect((await choosePorts(host, 4173, env)).message).toMatch(
    `Port ${ports[1]} cannot be used (another part`,
  )
})
