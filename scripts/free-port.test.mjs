import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choosePort } from './free-port.mjs'

const host = '127.0.0.1'
let server
let taken

beforeEach(async () => {
  server = createServer()
  await new Promise((resolve) => server.listen(0, host, resolve))
  taken = server.address().port
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

test('a taken default gives way to a higher port, and says so', async () => {
  const { port, note } = await choosePort(host, taken, '')
  expect(port).toBeGreaterThan(taken)
  expect(note).toBe(`Port ${taken} is taken; using ${port}.`)
})

test('a taken PORT is answered with a message, not with another port', async () => {
  expect(await choosePort(host, 4173, String(taken))).toEqual({
    message: `Port ${taken} cannot be used (it is taken). Set PORT to another, or leave it out.`,
  })
})

test.each(['0', '65536', '-1', '1.5', 'abc'])('PORT=%s is answered with what is allowed', async (wanted) => {
  expect(await choosePort(host, 4173, wanted)).toEqual({
    message: `PORT must be a whole number from 1 to 65535, not '${wanted}'.`,
  })
})
