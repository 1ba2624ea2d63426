/** Makes a trace of what tabs tell. */
import type { ObserverReport, PageReport, Told } from './page-report.ts'
import type { Asked, Cause, Life, Returned, Spell, Trace } from './trace.ts'
import type { TabListener } from './tab.ts'

/** Which reports begin and end being in sight. */
const RETURNS: Readonly<Record<string, Returned>> = {
  shown: 'shown',
  resumed: 'resumed',
  restored: 'restored',
  online: 'online',
}

interface Presence {
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
  readonly #pages = new Map<string, Presence>()
  readonly #mutations = new Map<string, Cause>()
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
    }
  }

  problem(text: string): void {
    this.trace.problems.push(text)
  }

  networkLine(text: string): void {
    const { networkLines } = this.trace
    networkLines[text] = (networkLines[text] ?? 0) + 1
  }

  asked(asked: Asked): void {
    this.trace.asked.push(asked)
  }

  told(tab: number, [id, report]: Told): void {
    const [word] = report
    if (word === 'born') this.#born(tab, id, report[1], report[2])
    const page = this.#pages.get(id)
    if (!page) return
    if (word === 'versions') {
      const [, shown, at] = report
      for (const [key, version] of shown) this.trace.shown.push({ life: id, key, version, at })
    } else if (word === 'frame') {
      this.frames.push({ duration: report[1], ours: report[2], at: report[3] })
    } else if (word === 'problem') this.problem(report[1])
    else if (word === 'mutate' || word === 'acknowledged' || word === 'refused') this.#mutated(id, report)
    else if (word === 'invalidation' || word === 'refresh')
      this.trace.causes.push({ life: id, kind: word, keys: report[1], from: report[2], to: report[2] })
    else if (word !== 'born') this.#moved(page, word, report[1] as number)
  }

  #born(tab: number, id: string, isVisible: boolean, at: number): void {
    // The document before it in the tab is gone, also where it lay in the back-forward cache: only its return ends that.
    this.ended(tab, at)
    const life: Life = { id, tab, from: at, to: Infinity, visible: [], returns: [] }
    this.trace.lives.push(life)
    this.#pages.set(id, { life, isShown: isVisible, isFrozen: false, isStored: false })
    if (isVisible) life.visible.push({ from: at, to: Infinity })
  }

  #moved(page: Presence, word: Exclude<ObserverReport[0], 'born' | 'versions' | 'frame'>, at: number): void {
    const { life } = page
    if (word === 'hidden' || word === 'shown') page.isShown = word === 'shown'
    if (word === 'frozen' || word === 'resumed') page.isFrozen = word === 'frozen'
    if (word === 'stored' || word === 'restored') page.isStored = word === 'stored'
    // Out of the cache it is neither.
    if (word === 'restored') {
      this.restored++
      page.isFrozen = false
    }
    if (word === 'left') return this.#end(life, at)
    const isVisible = page.isShown && !page.isFrozen && !page.isStored
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

  /** What is in a tab is gone: its renderer was ended, or everything is over. */
  ended(tab: number | undefined, at: number): void {
    for (const { life } of this.#pages.values())
      if (tab === undefined || life.tab === tab) this.#end(life, at)
  }

  #end(life: Life, at: number): void {
    close(life, at)
    life.to = Math.min(life.to, at)
    this.#pages.delete(life.id)
  }

  /** The life that a tab is in now. */
  lifeIn(tab: number): Life | undefined {
    return this.trace.lives.find((life) => life.tab === tab && life.to === Infinity)
  }
}

function close(life: Life, at: number): void {
  const last = life.visible.at(-1)
  if (last?.to === Infinity) life.visible[life.visible.length - 1] = { from: last.from, to: at }
}
