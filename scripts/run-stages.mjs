// Runs the steps of check.mjs: stages one after the other, the steps of a stage two at a time, one line each.
// The first step that fails shows its whole output, and nothing further is started.
import { runCommand } from './run-command.mjs'

const atATime = 2

/** Resolves with whether every step passed. */
export async function runStages(stages) {
  const started = performance.now()
  const failed = []
  for (const stage of stages) {
    const waiting = [...stage]
    const worker = async () => {
      for (let step = waiting.shift(); step && failed.length === 0; step = waiting.shift()) {
        if (!(await runStep(step))) failed.push(step.name)
      }
    }
    await Promise.all(Array.from({ length: atATime }, worker))
    if (failed.length > 0) break
  }
  const seconds = toSeconds(performance.now() - started)
  console.log(
    failed.length > 0
      ? `\nFAILED: ${failed.join(', ')} (after ${seconds})`
      : `\nAll steps passed in ${seconds}`,
  )
  return failed.length === 0
}

async function runStep({ name, commands, show, unless }) {
  const started = performance.now()
  const reason = await unless?.()
  if (reason) {
    console.log(`- ${name.padEnd(12)} not run: ${reason}`)
    return true
  }
  const { code, output } = await runAll(commands)
  const time = toSeconds(performance.now() - started).padStart(8)
  if (code !== 0) console.log(`\n✗ ${name.padEnd(12)} ${time}   its output:\n\n${output.trimEnd()}\n`)
  else console.log(`✓ ${name.padEnd(12)} ${time}${show ? `\n${output.trimEnd()}` : ''}`)
  return code === 0
}

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
