/** Makes a trace of what tabs tell. */
import type { ObserverReport, PageReport, Told } from './page-report.ts'
import type { Asked, Cause, Life, Returned, Spell, Trace } from './trace.ts'
import type { NetworkEnd, TabListener } from './tab.ts'

/** Which reports begin and end being in sight. */
const RETURNS: Readonly<Record<string, Returned>> = {
  shown: 'shown',
  resumed: 'resumed',
  restored: 'restored',
  online: 'online',
}

/** What is said of a request that brought no status. */
const ENDINGS: Readonly<Record<number, Asked['ending']>> = { 0: 'failed', [-1]: 'aborted' }

/** A page that is listened to. */
interface Listened {
  readonly tab: number
  /** What it told, by number. */
  readonly reports: Map<number, PageReport | ObserverReport>
  end: number
}

/** Where a page stands while its story is told. */
interface Story {
  readonly life: Life
  isShown: boolean
  isFrozen: boolean
  isStored: boolean
}

/** Long frames of which the page's script had a part, milliseconds of the clock. */
export interface LongFrame {
  readonly at: number
  readonly duration: number
  readonly ours: number
}

/** Listens to all tabs. */
export class Recorder implements TabListener {
  readonly trace: Trace
  readonly frames: LongFrame[] = []
  readonly #pages = new Map<string, Listened>()
  readonly #mutations = new Map<string, Cause>()
  readonly #asked = new Map<string, Asked>()
  readonly #ends = new Map<string, NetworkEnd>()
  /** All requests that pages, or the browser's network, told of, writes included. */
  readonly sent = new Set<string>()
  /** How many times a page came out of the back-forward cache. */
  restored = 0

  constructor(intervals: readonly number[], outages: Spell[]) {
    this.trace = {
      intervals,
      lives: [],
      asked: [],
      shown: [],
      causes: [],
      acknowledged: [],
      commits: [],
      outages,
      offline: [],
      settled: [],
      problems: [],
      networkLines: {},
      confirmed: 0,
    }
  }

  problem(text: string): void {
    this.trace.problems.push(text)
  }

  networkLine(text: string): void {
    const { networkLines } = this.trace
    networkLines[text] = (networkLines[text] ?? 0) + 1
  }

  began(ask: string): void {
    this.sent.add(ask)
  }

  ended(ask: string, how: NetworkEnd): void {
    this.#ends.set(ask, how)
  }

  told(tab: number, [id, count, report]: Told): void {
    let page = this.#pages.get(id)
    if (!page) {
      // The document before it in the tab is gone, also where it lay in the back-forward cache.
      this.gone(tab, Date.now())
      page = { tab, reports: new Map(), end: Infinity }
      this.#pages.set(id, page)
    }
    page.reports.set(count, report)
  }

  /** What is in a tab is gone: its renderer was ended, another document took its place, or everything is over. */
  gone(tab: number | undefined, at: number): void {
    for (const page of this.#pages.values())
      if (tab === undefined || page.tab === tab) page.end = Math.min(page.end, at)
  }

  /** The life that a tab is in now. */
  lifeIn(tab: number): string | undefined {
    return [...this.#pages].find(([, page]) => page.tab === tab && page.end === Infinity)?.[0]
  }

  /** Everything is over: what was told becomes the trace, in the order in which pages told it. */
  finish(): void {
    this.gone(undefined, Date.now())
    for (const [id, { tab, reports, end }] of this.#pages) {
      const story: Story = {
        life: { id, tab, from: end, to: end, visible: [], returns: [] },
        isShown: false,
        isFrozen: false,
        isStored: false,
      }
      this.trace.lives.push(story.life)
      for (const [, report] of [...reports].sort(([a], [b]) => a - b)) this.#tell(story, report)
      close(story.life, story.life.to)
    }
    for (const [ask, asked] of this.#asked) {
      const network = this.#ends.get(ask)
      // What the page gave up is told of by the page alone.
      if (network && asked.ending !== 'aborted') Object.assign(asked, network)
      if (network) this.trace.confirmed++
    }
    this.trace.asked.push(...this.#asked.values())
    this.trace.asked.sort((a, b) => a.at - b.at)
    this.trace.shown.sort((a, b) => a.at - b.at)
  }

  #tell(story: Story, report: PageReport | ObserverReport): void {
    const { id } = story.life
    const [word] = report
    if (word === 'versions') {
      const [, shown, at] = report
      for (const [key, version] of shown) this.trace.shown.push({ life: id, key, version, at })
    } else if (word === 'frame') {
      this.frames.push({ duration: report[1], ours: report[2], at: report[3] })
    } else if (word === 'ask') {
      const [, ask, key, method, at] = report
      this.sent.add(ask)
      if (method === 'GET')
        this.#asked.set(ask, { ask, life: id, key, at, end: Infinity, ending: 'open', status: 0 })
    } else if (word === 'answer') {
      const asked = this.#asked.get(report[1])
      const status = report[2]
      if (asked) Object.assign(asked, { end: report[3], status, ending: ENDINGS[status] ?? 'answered' })
    } else if (word === 'problem') this.problem(report[1])
    else if (word === 'mutate' || word === 'acknowledged' || word === 'refused') this.#mutated(id, report)
    else if (word === 'invalidation' || word === 'refresh')
      this.trace.causes.push({ life: id, kind: word, keys: report[1], from: report[2], to: report[2] })
    else if (word === 'born') born(story, report[1], report[2])
    else this.#moved(story, word, report[1] as number)
  }

  #moved(
    story: Story,
    word: Exclude<ObserverReport[0], 'born' | 'versions' | 'frame' | 'ask' | 'answer'>,
    at: number,
  ): void {
    const { life } = story
    if (word === 'hidden' || word === 'shown') story.isShown = word === 'shown'
    if (word === 'frozen' || word === 'resumed') story.isFrozen = word === 'frozen'
    if (word === 'stored' || word === 'restored') story.isStored = word === 'stored'
    if (word === 'restored') this.restored++
    // Out of the cache it is neither, and hears first that it goes on.
    if (word === 'restored' || word === 'resumed') story.isFrozen = story.isStored = false
    if (word === 'left') life.to = Math.min(life.to, at)
    const isVisible = word !== 'left' && story.isShown && !story.isFrozen && !story.isStored
    const last = life.visible.at(-1)
    if (isVisible && last?.to !== Infinity) life.visible.push({ from: at, to: Infinity })
    if (!isVisible) close(life, at)
    const kind = RETURNS[word]
    if (kind && isVisible) life.returns.push({ at, kind })
  }

  #mutated(life: string, report: PageReport): void {
    if (report[0] === 'mutate') {
      const [, id, keys, from] = report
      const cause: Cause = { life, kind: 'mutation', keys, from, to: Infinity }
      this.#mutations.set(id, cause)
      this.trace.causes.push(cause)
    } else if (report[0] === 'acknowledged') {
      const [, token, key, version, showed, at] = report
      this.#settle(token, at)
      this.trace.acknowledged.push({ life, key, token, version, showed, at })
    } else if (report[0] === 'refused') this.#settle(report[1], report[2])
  }

  #settle(id: string, at: number): void {
    const cause = this.#mutations.get(id)
    if (cause) cause.to = at
  }
}

function born(story: Story, isVisible: boolean, at: number): void {
  const { life } = story
  story.isShown = isVisible
  Object.assign(life, { from: at })
  if (isVisible) life.visible.push({ from: at, to: Infinity })
}

function close(life: Life, at: number): void {
  const last = life.visible.at(-1)
  if (last?.to === Infinity) life.visible[life.visible.length - 1] = { from: last.from, to: at }
}
