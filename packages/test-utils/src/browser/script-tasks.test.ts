// What keeps a main thread is found wherever a script can do it, in a page of a server of the test's own.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from './open-browser'
import { scriptTasks } from './script-tasks'

/** Some ten milliseconds of work, whatever the clock does meanwhile: evaluated, in a listener, in a timer, in a microtask. */
const script = `var done = 0
function work() {
  let sum = 0
  for (let round = 0; round < 6e7; round++) sum += round % 7
  if (sum > 0 && ++done === 4) fetch('/done')
}
work()
addEventListener('load', work)
setTimeout(work, 300)
fetch('/answer').then((answer) => answer.text()).then(work)`

/** Tells that it is there and works on. */
const early = `function work() {
  fetch('/done')
  let sum = 0
  for (let round = 0; round < 1e9; round++) sum += round % 7
  return sum
}
addEventListener('load', () => setTimeout(() => console.debug(work()), 100))`

const scripts: Readonly<Record<string, string>> = { '/script.js': script, '/early.js': early }

let told: () => void = () => {}

const server = createServer(({ url = '' }, response) => {
  if (url === '/done') told()
  if (url === '/answer') return void setTimeout(() => response.end('an answer'), 600)
  const text = scripts[url]
  const name = new URLSearchParams(url.slice(1)).get('script')
  const page = `<!doctype html><link rel="icon" href="data:,"><title>Work</title><script src="${name}"></script>`
  response.setHeader('content-type', text ? 'text/javascript' : 'text/html').end(text ?? page)
})

let browser: TestBrowser

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

/** The tasks of a script while a page does what another one says. */
async function tasksOf(name: string, runs = name): Promise<number[]> {
  const connection = browser.context.browser()
  if (!connection) throw new Error('There is no browser')
  return scriptTasks(connection, name, async () => {
    // Told by the page: to ask it again and again would be work on its thread.
    const isDone = new Promise<void>((resolve) => (told = resolve))
    await browser.newTab(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?script=${runs}`)
    await isDone
  })
}

it('finds work of a script in tasks and in microtasks', async () => {
  const long = (await tasksOf('/script.js')).filter((takes) => takes > 15)
  expect(long).toHaveLength(4)
})

it('waits for the end of a task that is on', async () => {
  const [longest] = await tasksOf('/early.js')
  expect(longest).toBeGreaterThan(100)
})

it('finds nothing of a script that is not there', async () => {
  expect(await tasksOf('/other.js', '/script.js')).toEqual([])
})
