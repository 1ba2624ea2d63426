/** The server's process as the faults see it: killed without a word, started again on the same port, its items kept. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Commit, Spell } from './trace.ts'

const main = fileURLToPath(new URL('server-main.ts', import.meta.url))

/** The server, with the page that it serves. */
export class ServerProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'freshline-faults-'))
  readonly #keys: number
  #child: ChildProcess | undefined
  #port = 0
  /** When no server listened. */
  readonly outages: Spell[] = []
  starts = 0

  constructor(keys: number, files: Readonly<Record<string, string>>) {
    this.#keys = keys
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.#folder, name), text)
    writeFileSync(join(this.#folder, 'arrived.log'), '')
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Starts it, and waits until it listens; the first time on a port that is free. */
  async start(): Promise<void> {
    const args = [this.#folder, String(this.#port), String(this.#keys)]
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    process.once('exit', this.#killWithUs)
    this.#port = await new Promise<number>((resolve, reject) => {
      let [output, complaint] = ['', '']
      child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const port = /listening on (\d+)\n/.exec(output)?.[1]
        if (port !== undefined) resolve(Number(port))
      })
      child.once('exit', (code) =>
        reject(new Error(`The server ended with ${code} at its start:\n${complaint}`)),
      )
    })
    this.starts++
    const outage = this.outages.at(-1)
    if (outage?.to === Infinity) this.outages[this.outages.length - 1] = { from: outage.from, to: Date.now() }
  }

  /** Ends it as a crash would: no request is answered any more, no connection is closed in order. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!child) return
    this.#child = undefined
    const exited = once(child, 'exit')
    this.outages.push({ from: Date.now(), to: Infinity })
    child.kill('SIGKILL')
    await exited
    process.off('exit', this.#killWithUs)
  }

  readonly #killWithUs = () => this.#child?.kill('SIGKILL')

  /** The version of every key. */
  async truth(): Promise<number[]> {
    const rows = (await (await fetch(`${this.url}/api/truth`)).json()) as { version: number }[]
    return rows.map(({ version }) => version)
  }

  /** Everything that was ever written. */
  async writes(): Promise<Commit[]> {
    return (await (await fetch(`${this.url}/api/writes`)).json()) as Commit[]
  }

  /** A write by somebody who has none of the pages open; false where no server answered. */
  async writeFromOutside(key: number, token: string): Promise<boolean> {
    const answer = fetch(`${this.url}/api/items/${key}`, { method: 'PUT', headers: { 'x-token': token } })
    return answer.then(
      ({ ok }) => ok,
      () => false,
    )
  }

  /** The numbers of all requests of pages that arrived, over all its lives. */
  arrived(): string[] {
    return readFileSync(join(this.#folder, 'arrived.log'), 'utf8').split('\n').filter(Boolean)
  }

  /** Ends it for good. */
  close(): void {
    process.off('exit', this.#killWithUs)
    this.#killWithUs()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
