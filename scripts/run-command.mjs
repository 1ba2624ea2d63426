// One shell command in a folder of the repository, its output collected.
import { spawn } from 'node:child_process'
import { resolve as resolvePath } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './bootstrap.mjs'

// What is printed here is shown later, so the programs are told whether that will be on a terminal.
const onTerminal = process.stdout.isTTY
const env = onTerminal ? { ...process.env, FORCE_COLOR: '1' } : process.env

/** Resolves with the exit code and everything printed; never rejects. `variables` are added to the environment. */
export function runCommand(command, folder = '.', variables = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, {
      cwd: resolvePath(root, folder),
      env: { ...env, ...variables },
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (text) => (output += text)
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    const done = (code, signal) => {
      const printed = onTerminal ? output : stripVTControlCharacters(output)
      resolve({ code: code ?? 1, output: signal ? `${printed}\nended by ${signal}` : printed })
    }
    child.on('close', done)
    // A process that the command left behind may keep its output open for ever.
    child.on('exit', (code, signal) => setTimeout(done, 2_000, code, signal).unref())
  })
}
