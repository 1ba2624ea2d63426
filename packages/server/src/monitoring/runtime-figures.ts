/**
 * What the process and its machine are doing. Node's modules are asked for when needed and never imported, so that
 * other runtimes run this too, and leave out what they cannot know.
 */

/** What the runtime tells; a member that it cannot know is undefined. */
export interface RuntimeFigures {
  /** Since the monitor was made, in milliseconds. */
  readonly uptime: number
  /** Processor time, in milliseconds. */
  readonly cpu:
    | {
        /** Spent in the process's own code since it began. */
        readonly user: number
        /** Spent in the system for the process since it began. */
        readonly system: number
        /** Part of one processor used since the previous look (at least a second ago); 1 is all of one. */
        readonly usage: number | undefined
        /** How many processors there are. */
        readonly count: number | undefined
        /** Processes that wanted to run in the last minute, on average. */
        readonly load: number | undefined
      }
    | undefined
  /** Memory, in bytes. */
  readonly memory:
    | {
        /** Resident: all that the process has in memory. */
        readonly rss: number
        /** Of the heap, in use. */
        readonly heapUsed: number
        /** The heap as it is now. */
        readonly heapTotal: number
        /** Buffers and the like, outside of the heap. */
        readonly external: number
        /** What the machine, or the container, has left. */
        readonly available: number | undefined
        /** What the machine, or the container, has in all. */
        readonly total: number | undefined
      }
    | undefined
  /** By how much timers came late since the previous look (at least a second ago), in milliseconds. */
  readonly eventLoop:
    | {
        /** On average. */
        readonly mean: number
        /** 99 of 100 came no later. */
        readonly p99: number
        /** The latest. */
        readonly max: number
      }
    | undefined
  /** The file system that was named, in bytes. */
  readonly disk:
    | {
        /** What it holds in all. */
        readonly total: number
        /** What the process may still use of it. */
        readonly free: number
      }
    | undefined
}

/** Looks at the runtime. */
export interface RuntimeProbe {
  /** Reads all that can be known. Never throws. */
  read(): Promise<RuntimeFigures>
  /** Stops measuring timers. Safe to call twice. */
  close(): void
}

/** What is used of `node:perf_hooks`' histogram; values in nanoseconds. */
interface LoopHistogram {
  readonly count: number
  readonly mean: number
  readonly max: number
  percentile(percent: number): number
  enable(): boolean
  disable(): boolean
  reset(): void
}

type Node = typeof globalThis.process

/** `process`, where the runtime has Node's. */
function nodeProcess(): Node | undefined {
  const found = (globalThis as { process?: Partial<Node> }).process
  return typeof found?.getBuiltinModule === 'function' ? (found as Node) : undefined
}

/** A figure, or undefined where the runtime refuses it: a sandbox may deny any of these calls. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/**
 * Makes a probe. The measuring of timers begins with the first reading, as making one starts nothing.
 * @param disk a path on the file system that is watched; undefined for none
 * @param now time that never goes back, in milliseconds
 */
export function createRuntimeProbe(disk: string | undefined, now: () => number): RuntimeProbe {
  const startedAt = now()
  const cpu = createCpuProbe(now)
  const loop = createLoopProbe(now)
  return {
    async read() {
      const node = nodeProcess()
      return {
        uptime: now() - startedAt,
        cpu: node && attempt(() => cpu(node)),
        memory: node && attempt(() => readMemory(node)),
        eventLoop: node && attempt(() => loop.read(node)),
        disk: node && disk !== undefined ? await readDisk(node, disk) : undefined,
      }
    },
    close: () => attempt(() => loop.close()),
  }
}

function createCpuProbe(now: () => number): (node: Node) => RuntimeFigures['cpu'] {
  let last: { readonly at: number; readonly busy: number } | undefined
  let usage: number | undefined
  return (node) => {
    const { user, system } = node.cpuUsage()
    const [at, busy] = [now(), (user + system) / 1_000]
    if (last === undefined || at - last.at >= LEAST_SPAN) {
      usage = last && (busy - last.busy) / (at - last.at)
      last = { at, busy }
    }
    const os = attempt(() => node.getBuiltinModule('node:os'))
    return {
      user: user / 1_000,
      system: system / 1_000,
      usage,
      count: os && attempt(() => os.availableParallelism()),
      load: os && attempt(() => os.loadavg()[0]),
    }
  }
}

function readMemory(node: Node): RuntimeFigures['memory'] {
  const { rss, heapUsed, heapTotal, external } = node.memoryUsage()
  const os = attempt(() => node.getBuiltinModule('node:os'))
  return {
    rss,
    heapUsed,
    heapTotal,
    external,
    available: attempt(() => node.availableMemory()),
    total: toTotal(
      attempt(() => node.constrainedMemory()),
      os && attempt(() => os.totalmem()),
    ),
  }
}

/** A container's limit counts where there is one; without, Node tells 0, or a number beyond all memory. */
function toTotal(limit: number | undefined, machine: number | undefined): number | undefined {
  return limit !== undefined && limit > 0 && limit < (machine ?? Infinity) ? limit : machine
}

/** Within this time of a look, in milliseconds, what is measured between looks is told again: less would be noise. */
const LEAST_SPAN = 1_000

/** How often the timer is set whose delay is measured, in milliseconds; Node counts it as part of the delay. */
const RESOLUTION = 20

function createLoopProbe(now: () => number) {
  let histogram: LoopHistogram | undefined
  let figures: RuntimeFigures['eventLoop']
  let readAt = -Infinity
  return {
    read(node: Node): RuntimeFigures['eventLoop'] {
      if (histogram === undefined) {
        histogram = node.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: RESOLUTION })
        histogram.enable()
        return undefined
      }
      // Looks that are close together share one answer, as each look begins the measuring anew.
      if (histogram.count === 0 || now() - readAt < LEAST_SPAN) return figures
      const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION)
      const { mean, max } = histogram
      figures = { mean: late(mean), p99: late(histogram.percentile(99)), max: late(max) }
      readAt = now()
      histogram.reset()
      return figures
    },
    close: () => void histogram?.disable(),
  }
}

async function readDisk(node: Node, path: string): Promise<RuntimeFigures['disk']> {
  try {
    const { bsize, blocks, bavail } = await node.getBuiltinModule('node:fs').promises.statfs(path)
    return { total: bsize * blocks, free: bsize * bavail }
  } catch {
    return undefined
  }
}
