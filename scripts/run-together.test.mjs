import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGroup } from './run-together.mjs'

let folder
let group

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'freshline-together-'))
  group = createGroup()
})

afterEach(async () => {
  await group.stop()
  group.killAll()
  rmSync(folder, { recursive: true, force: true })
})

/** Listens on any port and prints where, then does what `more` says. */
function start(name, more = '') {
  const source = `
    import { createServer } from 'node:http'
    const server = createServer((request, response) => response.end('${name}'))
    server.listen(0, '127.0.0.1', () => {
      console.log('listening on http://127.0.0.1:' + server.address().port)
      ${more}
    })`
  return run(name, source)
}

function run(name, source) {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, source)
  return group.start(name, file, { cwd: folder, env: process.env })
}

const answers = (address) =>
  fetch(address).then(
    (response) => response.text(),
    () => 'gone',
  )

test('all are ended together, and nothing of them is left', async () => {
  const addresses = [await start('first'), await start('second')]
  expect(await Promise.all(addresses.map(answers))).toEqual(['first', 'second'])
  await group.stop()
  expect(await group.ended).toBe(undefined)
  expect(await Promise.all(addresses.map(answers))).toEqual(['gone', 'gone'])
  await expect(start('third')).rejects.toThrow('The third is not started any more.')
})

test('the end of one is the end of all, and says which it was', async () => {
  const first = await start('first')
  const second = await start('second', 'setTimeout(() => process.exit(7), 50)')
  expect(await group.ended).toBe('The second ended by itself with code 7.')
  expect(await Promise.all([first, second].map(answers))).toEqual(['gone', 'gone'])
})

test('one that ends before it listens is told, and ends the others', async () => {
  const first = await start('first')
  await expect(run('second', 'process.exit(3)')).rejects.toThrow('The second ended by itself with code 3.')
  expect(await group.ended).toBe('The second ended by itself with code 3.')
  expect(await answers(first)).toBe('gone')
})

test('one that does not listen to being asked is ended after a while', async () => {
  group = createGroup({ patience: 100 })
  const deaf = await start('deaf', `process.on('SIGTERM', () => {})`)
  await group.stop()
  expect(await answers(deaf)).toBe('gone')
})
