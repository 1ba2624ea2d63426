// Measures contenders against each other: interleaved, in rounds, until the ratios are sure enough. What is
// measured is the CPU time of the main thread, so that other programs on the machine disturb it little.
import { median, pairedRatios, uncertainty } from './statistics.mjs'

const nap = new Int32Array(new SharedArrayBuffer(4))

/**
 * CPU time that the main thread has used, in milliseconds, good to about 0.02. The kernel brings a thread's account
 * up to date when the thread is switched out: so it is, for a moment.
 */
export function mainThreadCpu() {
  Atomics.wait(nap, 0, 0, 0.01)
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** What everything that is computed ends in, so that nothing may be left out as unused. */
let sink = 0

/** Uses a value. */
export function consume(value) {
  sink = (sink + (typeof value === 'number' ? value : value === undefined ? 0 : 1)) % 1e9
}

/** Whether anything was consumed; printed at the end of a suite. */
export function consumed() {
  return sink
}

/** Removes garbage, twice: the first pass lets finalizers run. */
export function collectGarbage() {
  globalThis.gc()
  globalThis.gc()
}

/** Lets pending promises, immediates and the like run. */
export function nextTask() {
  return new Promise((resolve) => setImmediate(resolve))
}

/**
 * One contender. `prepare` makes, untimed, what one sample works on; `run` is timed; `finish` cleans up, untimed.
 * @typedef {{ ops: number, prepare?(): unknown, run(state: unknown): unknown, finish?(state: unknown): unknown }} Contender
 */

/**
 * Milliseconds of CPU per operation for each contender, ratios to the first, and what each round found.
 * @param {Record<string, Contender>} contenders
 * @param {{ seconds?: number, precision?: number, rounds?: number, warmUp?: number }} options how long it may take
 *   (default 8), how sure the ratios are to be (default 0.03), the least number of rounds (default 9), and how many
 *   milliseconds each contender runs before (default 400)
 * @returns {Promise<{ ms: Record<string, number>, ratio: Record<string, number>, samples: Record<string, number[]> }>}
 */
export async function compare(contenders, options = {}) {
  const { seconds = 8, precision = 0.03, rounds: least = 9, warmUp: warmMs = 400 } = options
  const names = Object.keys(contenders)
  const [base] = names
  const limits = await warmUp(contenders, seconds, warmMs)
  const samples = Object.fromEntries(names.map((name) => [name, []]))
  const until = performance.now() + seconds * 1000
  let round = 0
  for (; round < 400; round++) {
    // Who comes first changes: what one leaves behind in caches and heap meets each of the others.
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length]
      if (round < limits[name]) samples[name][round] = await sample(contenders[name])
    }
    if (round + 1 < least && performance.now() < until + seconds * 2000) continue
    const isSure = names.every(
      (name) =>
        name === base ||
        round + 1 >= limits[name] ||
        uncertainty(pairedRatios(samples[name], samples[base])) <= precision,
    )
    if (isSure || performance.now() > until) break
  }
  const ms = {}
  const ratio = {}
  for (const name of names) {
    ms[name] = median(samples[name])
    ratio[name] = median(pairedRatios(samples[name], samples[base]))
  }
  return { ms, ratio, samples }
}

/** Runs everybody until compiled; answers in how many rounds each may take part: very slow ones in few. */
async function warmUp(contenders, seconds, warmMs) {
  const limits = {}
  for (const [name, contender] of Object.entries(contenders)) {
    const began = performance.now()
    let wall = 0
    for (let count = 0; count < 200; count++) {
      const before = performance.now()
      await sample(contender)
      wall = performance.now() - before
      if (count >= 2 && performance.now() - began > warmMs) break
      if (performance.now() - began > 1500) break
    }
    limits[name] = wall > seconds * 150 ? 4 : Infinity
  }
  return limits
}

async function sample({ ops, prepare, run, finish }) {
  const state = prepare ? await prepare() : undefined
  if (prepare) globalThis.gc()
  else globalThis.gc({ type: 'minor' })
  const before = mainThreadCpu()
  const pending = run(state)
  const result = pending instanceof Promise ? await pending : pending
  const spent = mainThreadCpu() - before
  consume(result)
  if (finish) await finish(state)
  return spent / ops
}

/** Bytes that what `make` answers keeps alive, typed arrays included; the median of some tries. */
export async function bytesHeld(make, tries = 5) {
  const found = []
  for (let count = 0; count < tries; count++) found.push(await bytesOfOne(make))
  return median(found)
}

/** A function of its own: what one try held must not live on in the frame of the next. */
async function bytesOfOne(make) {
  await nextTask()
  collectGarbage()
  const before = heldNow()
  const held = await make()
  await nextTask()
  collectGarbage()
  const bytes = heldNow() - before
  held.release?.()
  consume(held.size)
  return bytes
}

function heldNow() {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
