// Where our own time goes: a CPU profile of a suite, of which only the functions of this repository's packages are
// shown, by their own time. Peers run in the same process and are left out.
import { Session } from 'node:inspector/promises'

const OURS = /\/packages\/(core|react)\/dist\//

/** Starts profiling; answers how to end it, which gives the lines to print. */
export async function startProfile() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  return async () => {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    return toLines(profile)
  }
}

/** The functions with the most time of their own, in shares of the time in our packages. */
export function toLines({ nodes, samples, timeDeltas }, most = 20) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const own = new Map()
  let total = 0
  for (const [index, id] of samples.entries()) {
    const { callFrame } = byId.get(id)
    if (!OURS.test(callFrame.url)) continue
    const name = `${callFrame.functionName || '(anonymous)'}:${callFrame.lineNumber + 1}`
    own.set(name, (own.get(name) ?? 0) + timeDeltas[index])
    total += timeDeltas[index]
  }
  return [...own]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([name, time]) => `${((time / total) * 100).toFixed(1).padStart(5)} %  ${name}`)
}
