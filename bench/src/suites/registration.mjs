// Registering 10,000 polled keys, their first answers, what they keep alive, and many registrations of one key.
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { FakeTime } from '../fake-time.mjs'
import { bytesHeld, compare, mainThreadCpu, nextTask } from '../measure.mjs'
import { median } from '../statistics.mjs'
import { holdPageOnly, namesFor, startOurs, startTanStack } from '../polled-keys.mjs'

const COUNT = 10_000

/** Registers everything and waits for the first answers; both are measured. */
async function open(start) {
  const time = new FakeTime()
  const told = { requests: 0, notices: 0 }
  const undo = time.install()
  globalThis.gc()
  const before = mainThreadCpu()
  const held = start(time, told)
  const registered = mainThreadCpu()
  for (let tasks = 0; told.notices < COUNT; tasks++) {
    await time.advance(0, nextTask)
    await nextTask()
    if (tasks > 10_000) throw new Error(`Only ${told.notices} of ${COUNT} answers arrived`)
  }
  const settled = mainThreadCpu()
  undo()
  const release = () => {
    const undoAgain = time.install()
    held.release()
    undoAgain()
  }
  return { ...held, release, registering: registered - before, settling: settled - registered }
}

export default async function run({ report, seconds }) {
  const names = namesFor(COUNT)
  const start = {
    ours: (time, told) => startOurs(names, time, told),
    tanstack: (_time, told) => startTanStack(names, told),
  }
  const found = { ours: [], tanstack: [] }
  const rounds = seconds > 2 ? 12 : 6
  for (let round = 0; round < rounds; round++) {
    for (const name of ['ours', 'tanstack']) {
      const opened = await open(start[name])
      // The first three rounds are for the compiler.
      if (round >= 3) found[name].push(opened)
      opened.release()
    }
  }
  for (const work of ['registering', 'settling']) {
    const times = {
      ours: found.ours.map((each) => each[work]),
      tanstack: found.tanstack.map((each) => each[work]),
    }
    const ratio = median(times.ours.map((ms, round) => ms / times.tanstack[round]))
    report(
      `keys.${work}`,
      ratio,
      {},
      { 'ms ours': median(times.ours), 'ms TanStack': median(times.tanstack) },
    )
  }
  found.ours.length = found.tanstack.length = 0
  const bytes = async (make) => (await bytesHeld(make)) / COUNT
  const page = await bytes(() => holdPageOnly(COUNT))
  const ours = await bytes(() => open(start.ours))
  const tanstack = await bytes(() => open(start.tanstack))
  report('keys.bytes', ours - page, { TanStack: tanstack - page }, { 'B of the page itself': page })
  await sameKey(report, seconds)
}

/** Many registrations of one key: twice as many may cost twice as much, and not four times. */
async function sameKey(report, seconds) {
  const fetcher = async () => 1
  const registering = (count) => ({
    ops: count,
    prepare: () => new DataSyncManager({ environment: fixedEnvironment() }),
    run(manager) {
      for (let index = 0; index < count; index++) manager.register('one', fetcher, { interval: 30_000 })
    },
    finish: (manager) => manager.dispose(),
  })
  const leaving = (count) => ({
    ops: count,
    prepare() {
      const manager = new DataSyncManager({ environment: fixedEnvironment() })
      const all = Array.from({ length: count }, () => manager.register('one', fetcher, { interval: 30_000 }))
      return { manager, all }
    },
    run({ all }) {
      for (const registration of all) registration.unregister()
    },
    finish: ({ manager }) => manager.dispose(),
  })
  for (const [name, contender] of Object.entries({ registering, leaving })) {
    const { ms, ratio } = await compare(
      { 500: contender(500), 1000: contender(1000) },
      { seconds: seconds / 2 },
    )
    report(
      `keys.one.${name}`,
      ratio[1000],
      {},
      { 'µs each of 500': ms[500] * 1000, 'µs each of 1,000': ms[1000] * 1000 },
    )
  }
}
