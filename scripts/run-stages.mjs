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
  let output = ''
  let code = 0
  for (const entry of commands) {
    const { command, folder } = typeof entry === 'string' ? { command: entry } : entry
    const result = await runCommand(command, folder)
    output += result.output
    code = result.code
    if (code !== 0) break
  }
  const time = toSeconds(performance.now() - started).padStart(8)
  if (code !== 0) console.log(`\n✗ ${name.padEnd(12)} ${time}   its output:\n\n${output.trimEnd()}\n`)
  else console.log(`✓ ${name.padEnd(12)} ${time}${show ? `\n${output.trimEnd()}` : ''}`)
  return code === 0
}

function toSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
