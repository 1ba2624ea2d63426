// Runs the steps of check.mjs: stages one after the other, the steps of a stage two at a time, one line each.
// The first step that fails shows its whole output, and nothing further is started.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

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
  for (const command of commands) {
    const result = await runCommand(command)
    output += result.output
    code = result.code
    if (code !== 0) break
  }
  const time = toSeconds(performance.now() - started).padStart(8)
  if (code !== 0) console.log(`\n✗ ${name.padEnd(12)} ${time}   its output:\n\n${output.trimEnd()}\n`)
  else console.log(`✓ ${name.padEnd(12)} ${time}${show ? `\n${output.trimEnd()}` : ''}`)
  return code === 0
}

function runCommand(entry) {
  const { command, cwd = '.' } = typeof entry === 'string' ? { command: entry } : entry
  return new Promise((resolve) => {
    const child = spawn(command, { cwd: join(root, cwd), shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }),
    )
  })
}

function toSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
