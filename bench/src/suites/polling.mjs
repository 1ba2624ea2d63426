// A simulated minute of 10,000 polled keys: CPU above doing nothing, and what is asked of the platform's timers.
import { FakeTime } from '../fake-time.mjs'
import { mainThreadCpu, nextTask } from '../measure.mjs'
import { median } from '../statistics.mjs'
import { namesFor, startOurs, startTanStack } from '../polled-keys.mjs'

const COUNT = 10_000
const MINUTE = 60_000

/** One library on a time of its own; timers of the platform are put in place while it runs. */
function open(start) {
  const time = new FakeTime()
  const told = { requests: 0, notices: 0 }
  const inTime = async (work) => {
    const undo = time.install()
    try {
      return await work()
    } finally {
      undo()
    }
  }
  const minute = () =>
    inTime(async () => {
      const before = { created: time.created, wakeUps: time.wakeUps, requests: told.requests }
      globalThis.gc()
      const cpu = mainThreadCpu()
      await time.advance(MINUTE, nextTask)
      const spent = mainThreadCpu() - cpu
      return {
        cpu: spent,
        created: time.created - before.created,
        wakeUps: time.wakeUps - before.wakeUps,
        requests: told.requests - before.requests,
        pending: time.pending,
      }
    })
  // What the start leaves to promises belongs to this time as well.
  const begin = () =>
    inTime(async () => {
      start(time, told)
      await nextTask()
      await time.advance(0, nextTask)
    })
  return { minute, begin }
}

/** The same number of wake-ups with nothing to do. */
async function doNothing(wakeUps) {
  const time = new FakeTime()
  for (let count = 0; count < wakeUps; count++) time.set(() => {}, (count * MINUTE) / Math.max(1, wakeUps))
  globalThis.gc()
  const cpu = mainThreadCpu()
  await time.advance(MINUTE, nextTask)
  return mainThreadCpu() - cpu
}

export default async function run({ report, seconds }) {
  const names = namesFor(COUNT)
  const libraries = {
    ours: open((time, told) => startOurs(names, time, told)),
    tanstack: open((_time, told) => startTanStack(names, told)),
  }
  const minutes = { ours: [], tanstack: [] }
  for (const library of Object.values(libraries)) {
    await library.begin()
    // The first minutes bring the first answers and the compiled code.
    for (let count = 0; count < 3; count++) await library.minute()
  }
  const rounds = seconds > 2 ? 9 : 4
  for (let round = 0; round < rounds; round++) {
    for (const [name, library] of Object.entries(libraries)) {
      const spent = await library.minute()
      const idle = await doNothing(spent.wakeUps)
      minutes[name].push({ ...spent, net: Math.max(0.01, spent.cpu - idle) })
    }
  }
  const of = (name, field) => median(minutes[name].map((minute) => minute[field]))
  const ratios = minutes.ours.map((minute, round) => minute.net / minutes.tanstack[round].net)
  report(
    'polling.cpu',
    median(ratios),
    {},
    {
      'ms ours': of('ours', 'net'),
      'ms TanStack': of('tanstack', 'net'),
      'requests ours': of('ours', 'requests'),
      'requests TanStack': of('tanstack', 'requests'),
    },
  )
  report('polling.pending', of('ours', 'pending'), { TanStack: of('tanstack', 'pending') })
  report('polling.wakeUps', of('ours', 'wakeUps'), { TanStack: of('tanstack', 'wakeUps') })
  report('polling.created', of('ours', 'created'), { TanStack: of('tanstack', 'created') })
}
