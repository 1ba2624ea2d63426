// When and on what something was measured: what is needed to judge it, and nothing about the machine's owner.
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os'

/** Read when the module is loaded: before the measuring itself keeps the machine busy. */
const loadBefore = loadavg()[0]

/** @returns {{ date: string, node: string, machine: string, load: number }} `load`: programs at work before it began */
export function machine() {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const model =
    cpus()[0]
      ?.model.replaceAll(/\((R|TM)\)/g, '')
      .trim() ?? 'unknown processor'
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    machine: `${platform()} ${arch()}, ${availableParallelism()} cores of ${model}, ${gigabytes} GB`,
    load: Number(loadBefore.toFixed(1)),
  }
}
