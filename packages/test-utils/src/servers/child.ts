/** A server as a child process in a folder of its own, both gone at the end. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A running child. */
export interface Child {
  readonly pid: number
  /** What it wrote so far. */
  readonly output: () => string
  /** Sends a signal. */
  signal(name: NodeJS.Signals): void
  /** Sends a signal and waits for its end; after three seconds it is killed. */
  stop(name?: NodeJS.Signals): Promise<void>
}

const running = new Set<ChildProcess>()

// A test run that is cut off leaves no server behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export function startChild(command: string, args: readonly string[], cwd: string): Child {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  running.add(child)
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve()
    })
    child.once('exit', () => resolve())
  }).finally(() => running.delete(child))
  return {
    pid: child.pid ?? 0,
    output: () => output,
    signal: (name) => void child.kill(name),
    async stop(name = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(name)
        const timer = setTimeout(() => {
          // A paused process takes no other signal.
          child.kill('SIGCONT')
          child.kill('SIGKILL')
        }, 3000)
        await ended
        clearTimeout(timer)
      }
      if (child.stdout.readable) await once(child.stdout, 'close').catch(() => {})
    },
  }
}
