/** What a run happens on: a server that is killed, a browser with two windows, their tabs, and what is written down of them. */
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CDPSession, Page } from 'playwright-core'
import { observe } from './observer.ts'
import type { Broken } from './page-report.ts'
import { makePages } from './pages.ts'
import { REACT_PLACE } from './plan.ts'
import { Recorder } from './recorder.ts'
import { ServerProcess } from './server-process.ts'
import { Tab, type Network } from './tab.ts'

/** A network without faults. */
export const CALM: Network = { offline: false, latency: 0, throughput: -1 }

/** Counts of what was done to tabs. */
export interface Deeds {
  shows: number
  freezes: number
  discards: number
  trips: number
  offline: number
}

/** Everything of a run, and what can be done to it. */
export class Stage {
  readonly server: ServerProcess
  readonly browser: TestBrowser
  readonly recorder: Recorder
  readonly tabs: Tab[] = []
  readonly deeds: Deeds = { shows: 0, freezes: 0, discards: 0, trips: 0, offline: 0 }
  readonly #away: Server
  readonly #cover: Page
  readonly #window: CDPSession
  #network = CALM
  #slowdown = 1
  #front = -1
  #second = -1

  private constructor(
    server: ServerProcess,
    browser: TestBrowser,
    recorder: Recorder,
    away: Server,
    cover: Page,
    window: CDPSession,
  ) {
    this.server = server
    this.browser = browser
    this.recorder = recorder
    this.#away = away
    this.#cover = cover
    this.#window = window
  }

  /** Starts server and browser; no tab is open yet. */
  static async open(intervals: readonly number[], broken?: Broken): Promise<Stage> {
    const server = new ServerProcess(intervals.length, await makePages({ intervals, broken }))
    await server.start()
    const away = createServer((_, response) => {
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><link rel=icon href="data:,"><title>Away</title>')
    })
    await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve))
    const browser = await openBrowser()
    const cover = browser.context.pages()[0]
    if (!cover) throw new Error('The browser has no tab')
    const window = await browser.context.newCDPSession(cover)
    return new Stage(server, browser, new Recorder(intervals, server.outages), away, cover, window)
  }

  /** The tab in front of the first window, if one is. */
  get front(): Tab | undefined {
    return this.tabs[this.#front]
  }

  /** Opens a tab at a place, and waits until its page is there. */
  async openTab(place: number): Promise<Tab> {
    const page = await this.newPage()
    this.front?.slowDown(1).catch(() => {})
    this.#front = place
    return this.#fill(place, page)
  }

  /** Opens a tab in a second window. From now on two tabs are in sight. */
  async openSecondWindow(place: number): Promise<Tab> {
    const page = this.browser.context.waitForEvent('page')
    const session = await this.browser.context.browser()?.newBrowserCDPSession()
    await session?.send('Target.createTarget', { url: 'about:blank', newWindow: true })
    await session?.detach()
    this.#second = place
    return this.#fill(place, await page)
  }

  /** An empty page in front of the first window, which nobody listens to. */
  async newPage(): Promise<Page> {
    const page = this.browser.context.waitForEvent('page')
    // By a tab of that window: the protocol opens tabs in the newest one.
    const expression = `void open('about:blank', '_blank', 'noopener')`
    await this.#window.send('Runtime.evaluate', { expression, userGesture: true })
    return page
  }

  async #fill(place: number, page: Page): Promise<Tab> {
    const tab = await Tab.of(place, page, `(${observe.toString()})()`, this.recorder)
    this.tabs[place] = tab
    await tab.setNetwork(this.#network)
    await tab.load(this.#urlOf(place))
    // Now, as another site has another process.
    await tab.slowDown(this.#slowdown)
    return tab
  }

  #urlOf(place: number): string {
    return `${this.server.url}/page-${place === REACT_PLACE ? 'react' : 'vanilla'}.html`
  }

  /** The tab in the second window, if there is one. */
  get second(): Tab | undefined {
    return this.tabs[this.#second]
  }

  /** Brings a tab to the front, which hides the others. A frozen one goes on first, one that was discarded loads anew. */
  async show(place: number): Promise<void> {
    const tab = this.tabs[place]
    this.deeds.shows++
    if (!tab || tab.isGone) return void (await this.openTab(place))
    if (tab.isFrozen) await tab.setFrozen(false)
    await this.front?.slowDown(1).catch(() => {})
    this.#front = place
    await tab.slowDown(this.#slowdown)
    await tab.page.bringToFront()
  }

  /** Hides all tabs behind an empty one, or by minimising the window. */
  async hideAll(how: 'cover' | 'minimise'): Promise<void> {
    if (how === 'cover') return this.#cover.bringToFront()
    await this.#setWindow('minimized')
  }

  /** Brings back what was hidden. */
  async showAgain(how: 'cover' | 'minimise'): Promise<void> {
    if (how === 'minimise') await this.#setWindow('normal')
    else if (this.front && !this.front.isGone) await this.front.page.bringToFront()
  }

  async #setWindow(windowState: 'minimized' | 'normal'): Promise<void> {
    const { windowId } = await this.#window.send('Browser.getWindowForTarget')
    await this.#window.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
  }

  /** A tab that is there and that nobody sees: this one, or else the next. */
  #hidden(place: number): Tab | undefined {
    const places = this.tabs.map((_, index) => (place + index) % this.tabs.length)
    const found = places.find((each) => {
      const tab = this.tabs[each]
      return tab && each !== this.#front && each !== this.#second && !tab.isFrozen && !tab.isGone
    })
    return found === undefined ? undefined : this.tabs[found]
  }

  /** Freezes a hidden tab. */
  async freeze(place: number): Promise<Tab | undefined> {
    const tab = this.#hidden(place)
    if (!tab) return undefined
    this.deeds.freezes++
    await tab.setFrozen(true)
    return tab
  }

  /** Ends the renderer of a hidden tab; it loads anew when it is shown. */
  async discard(place: number): Promise<void> {
    const tab = this.#hidden(place)
    if (!tab) return
    this.deeds.discards++
    await tab.crash()
    this.recorder.gone(tab.number, Date.now())
  }

  /** Leads the tab in front to another site; `comeBack` goes back. */
  async leave(): Promise<Tab | undefined> {
    const tab = this.front
    if (!tab || tab.isGone || tab.isFrozen) return undefined
    this.deeds.trips++
    await tab.load(`http://localhost:${(this.#away.address() as AddressInfo).port}/`)
    return tab
  }

  /** Back from another site: out of the back-forward cache, or loaded anew where that was not kept. */
  async comeBack(tab: Tab): Promise<void> {
    if (tab.isGone) return
    // The page that is asked to go away may be gone before it answers.
    await tab.session.send('Runtime.evaluate', { expression: 'history.back()' }).catch(() => {})
    for (let tries = 0; tries < 50; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      const place = await tab
        .read<string>('location.hostname + (globalThis.acts ? " here" : "")')
        .catch(() => '')
      if (place === '127.0.0.1 here') return tab.slowDown(this.#slowdown)
    }
    await tab.load(this.#urlOf(tab.number))
    await tab.slowDown(this.#slowdown)
  }

  /** Sets the network of all tabs. */
  async setNetwork(changes: Partial<Network>): Promise<void> {
    this.#network = { ...this.#network, ...changes }
    const { offline } = this.recorder.trace
    const last = offline.at(-1)
    if (changes.offline === true) {
      this.deeds.offline++
      offline.push({ from: Date.now(), to: Infinity })
    }
    await Promise.all(this.tabs.filter(({ isGone }) => !isGone).map((tab) => tab.setNetwork(this.#network)))
    if (changes.offline === false && last?.to === Infinity)
      offline[offline.length - 1] = { from: last.from, to: Date.now() }
  }

  /** Makes the main threads of tabs in sight slower, now and of whichever is in front later. */
  async slowDown(rate: number): Promise<void> {
    this.#slowdown = rate
    await this.front?.slowDown(rate)
    await this.second?.slowDown(rate)
  }

  async close(): Promise<void> {
    await this.browser.close()
    this.#away.closeAllConnections()
    await new Promise((resolve) => this.#away.close(resolve))
    this.server.close()
  }
}
