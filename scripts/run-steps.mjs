// Runs the steps of check.mjs, one line each: a step starts when those it needs have passed and there is room for it
// on two cores. The first that fails shows its whole output, and nothing further is started.
import { runCommand } from './run-command.mjs'

/** How many cores' worth of steps run at a time: more than two, for what waits leaves room to others. */
const room = 2.5

/**
 * Resolves with whether every step passed. A step has a `name`, its `commands`, the `needs` that have to pass before
 * it (those that are not among the steps count as passed), and the `cores` that it keeps busy, 1 by default.
 */
export async function runSteps(steps, run = runStep) {
  const started = performance.now()
  const waiting = [...steps]
  const running = new Map()
  const failed = []
  const isReady = ({ needs = [] }) =>
    !needs.some((name) => running.has(name) || waiting.some((step) => step.name === name))
  const fits = ({ cores = 1 }) => {
    const used = [...running.values()].reduce((sum, step) => sum + step.cores, 0)
    return running.size === 0 || used + cores <= room
  }
  const startNext = () => {
    const next = waiting.findIndex((step) => isReady(step) && fits(step))
    if (next < 0 || failed.length > 0) return false
    const [step] = waiting.splice(next, 1)
    const done = run(step).then((passed) => {
      running.delete(step.name)
      if (!passed) failed.push(step.name)
    })
    running.set(step.name, { done, cores: step.cores ?? 1 })
    return true
  }
  for (;;) {
    while (startNext());
    if (running.size === 0) break
    await Promise.race([...running.values()].map(({ done }) => done))
  }
  console.log(summary(failed, waiting, performance.now() - started))
  return failed.length === 0 && waiting.length === 0
}

function summary(failed, waiting, milliseconds) {
  const time = toSeconds(milliseconds)
  if (failed.length > 0) return `\nFAILED: ${failed.join(', ')} (after ${time})`
  if (waiting.length > 0) return `\nNever ready: ${waiting.map(({ name }) => name).join(', ')}`
  return `\nAll steps passed in ${time}`
}

async function runStep({ name, commands, show, unless, onNotRun }) {
  const started = performance.now()
  const reason = await unless?.()
  if (reason) {
    console.log(`- ${name.padEnd(12)} not run: ${reason}`)
    return true
  }
  const { code, output } = await runAll(commands)
  const time = toSeconds(performance.now() - started).padStart(8)
  const notRun = [...output.matchAll(/^NOT RUN: (.*)$/gm)].map(([, why]) => why)
  for (const why of notRun) onNotRun?.(why)
  if (code === NOT_RUN && notRun.length > 0) {
    console.log(`- ${name.padEnd(12)} ${time}   not run: ${notRun.join('; ')}`)
    return true
  }
  if (code !== 0) console.log(`\n✗ ${name.padEnd(12)} ${time}   its output:\n\n${output.trimEnd()}\n`)
  else console.log(`✓ ${name.padEnd(12)} ${time}${show ? `\n${output.trimEnd()}` : ''}`)
  return code === 0
}

/** The exit code of a command that could not do its work for a reason it has printed, and has found nothing wrong. */
const NOT_RUN = 3

/** Runs the commands of a step one after the other, up to the first that fails. */
async function runAll(commands) {
  let all = ''
  for (const entry of commands) {
    const { command, folder } = typeof entry === 'string' ? { command: entry } : entry
    const { code, output } = await runCommand(command, folder)
    all += output
    if (code !== 0) return { code, output: all }
  }
  return { code: 0, output: all }
}

function toSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
