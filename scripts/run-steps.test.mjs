import { beforeEach, expect, test, vi } from 'vitest'
import { runSteps } from './run-steps.mjs'

let log
let peak

beforeEach(() => {
  log = []
  peak = 0
  vi.spyOn(console, 'log').mockImplementation(() => {})
})

/** Runs steps that take a turn of the microtask queue each; those in `failing` fail. */
const play = async (steps, failing = []) => {
  let running = 0
  const passed = await runSteps(steps, async ({ name, cores = 1 }) => {
    running += cores
    peak = Math.max(peak, running)
    log.push(`${name} begins`)
    await new Promise((resolve) => setImmediate(resolve))
    log.push(`${name} ends`)
    running -= cores
    return !failing.includes(name)
  })
  return passed
}
const begun = () => log.filter((line) => line.endsWith('begins')).map((line) => line.split(' ')[0])

test('a step begins after those it needs', async () => {
  expect(await play([{ name: 'b', needs: ['a'] }, { name: 'a' }])).toBe(true)
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

test('a step that is not among those to run is not waited for', async () => {
  expect(await play([{ name: 'b', needs: ['a'] }])).toBe(true)
})

test('no more run at a time than there is room for, and what fits is let past', async () => {
  await play([
    { name: 'big', cores: 2 },
    { name: 'also big', cores: 2 },
    { name: 'small', cores: 0.5 },
  ])
  expect(begun()).toEqual(['big', 'small', 'also'])
  expect(peak).toBe(2.5)
})

test('a step that is larger than the room runs alone', async () => {
  expect(await play([{ name: 'huge', cores: 9 }, { name: 'small' }])).toBe(true)
  expect(log).toEqual(['huge begins', 'huge ends', 'small begins', 'small ends'])
})

test('after a failure nothing further begins, and what runs is waited for', async () => {
  const steps = [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd', needs: ['a'] }]
  expect(await play(steps, ['a'])).toBe(false)
  expect(log.toSorted()).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

test('needs that go in a circle fail instead of waiting for ever', async () => {
  const steps = [
    { name: 'a', needs: ['b'] },
    { name: 'b', needs: ['a'] },
  ]
  expect(await play(steps)).toBe(false)
})
