// Runs long-lived processes as one: they are started one after the other, and the end of one is the end of all.
import { spawn } from 'node:child_process'

/** What is printed once a process can be reached. */
const LISTENING = /listening on (\S+)/

/** A group without processes yet; each may take `patience` milliseconds to end. */
export function createGroup({ patience = 5_000 } = {}) {
  const running = new Map()
  const { promise: ended, resolve: end } = Promise.withResolvers()
  let stopping

  /**
   * Starts `script` on this Node and resolves with the address it says it is listening on.
   * Rejects when it ends before that, and when all have been told to end.
   */
  async function start(name, script, { cwd, env }) {
    if (stopping) throw new Error(`The ${name} is not started any more.`)
    const child = spawn(process.execPath, [script], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
    const gone = new Promise((resolve) => {
      child.on('error', (error) => resolve(`could not be started: ${error.message}`))
      child.on('exit', (code, signal) => resolve(`ended by itself with ${signal ?? `code ${code}`}`))
    })
    running.set(child, gone)
    return new Promise((resolve, reject) => {
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text) => {
        if (output === undefined) return void process.stdout.write(text)
        output += text
        const address = LISTENING.exec(output)?.[1]
        if (address === undefined) return
        output = undefined
        resolve(address)
      })
      void gone.then((how) => {
        running.delete(child)
        const problem = `The ${name} ${how}.`
        reject(new Error(problem))
        if (!stopping) void stop(problem)
      })
    })
  }

  /** Asks all to end, ends them after a while if they do not, and resolves `ended` with the reason. */
  function stop(reason) {
    stopping ??= (async () => {
      const left = [...running]
      for (const [child] of left) child.kill('SIGTERM')
      const impatient = setTimeout(killAll, patience)
      await Promise.all(left.map(([, gone]) => gone))
      clearTimeout(impatient)
      end(reason)
    })()
    return stopping
  }

  /** Ends all of them at once, for when this process itself is about to. */
  function killAll() {
    for (const child of running.keys()) child.kill('SIGKILL')
  }

  return { start, stop, killAll, ended }
}
