/** A real tab, driven and listened to over the debugging protocol. Another page may take its place after a discard. */
import type { CDPSession, Page } from 'playwright-core'
import type { Told } from './page-report.ts'

/** How the network of all tabs is. */
export interface Network {
  readonly offline: boolean
  /** Milliseconds that each request takes longer. */
  readonly latency: number
  /** Bytes a second. */
  readonly throughput: number
}

/** How a request ended, as the browser's network tells it. */
export interface NetworkEnd {
  readonly end: number
  readonly ending: 'answered' | 'failed' | 'aborted'
  readonly status: number
}

/** Who hears what tabs tell. */
export interface TabListener {
  told(tab: number, told: Told): void
  problem(text: string): void
  networkLine(text: string): void
  /** The browser's network has a request, whether the page could still tell of it or not. */
  began(ask: string): void
  ended(ask: string, how: NetworkEnd): void
}

/** A request that is under way. */
interface Flight {
  readonly ask: string
  /** Epoch milliseconds at the beginning of the protocol's own clock. */
  readonly epoch: number
  status: number
}

/** One tab. Times of requests are the browser's. */
export class Tab {
  readonly number: number
  readonly page: Page
  readonly session: CDPSession
  readonly #listener: TabListener
  readonly #flights = new Map<string, Flight>()
  isFrozen = false
  isGone = false

  private constructor(number: number, page: Page, session: CDPSession, listener: TabListener) {
    this.number = number
    this.page = page
    this.session = session
    this.#listener = listener
  }

  /** Makes a tab of an empty page. */
  static async of(number: number, page: Page, observer: string, listener: TabListener): Promise<Tab> {
    const session = await page.context().newCDPSession(page)
    const tab = new Tab(number, page, session, listener)
    tab.#listen()
    await session.send('Runtime.enable')
    await session.send('Log.enable')
    await session.send('Network.enable', {})
    await session.send('Page.enable')
    await session.send('Runtime.addBinding', { name: 'report' })
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: observer })
    return tab
  }

  #listen(): void {
    const { session } = this
    const listener = this.#listener
    session.on('Runtime.bindingCalled', ({ payload }) =>
      listener.told(this.number, JSON.parse(payload) as Told),
    )
    session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) =>
      listener.problem(`${text} ${exception?.description ?? String(exception?.value)}`),
    )
    session.on('Runtime.consoleAPICalled', ({ type, args }) => {
      if (type === 'error' || type === 'warning' || type === 'assert')
        listener.problem(
          `console.${type}: ${args.map((arg) => arg.description ?? String(arg.value)).join(' ')}`,
        )
    })
    // What Chromium itself says of requests that failed is told apart from everything else it says.
    session.on('Log.entryAdded', ({ entry: { source, level, text } }) => {
      if (source === 'network') listener.networkLine(text)
      else if (level === 'error' || level === 'warning') listener.problem(`${source}: ${text}`)
    })
    session.on('Network.requestWillBeSent', ({ requestId, request, wallTime, timestamp }) => {
      const ask = request.headers['x-ask']
      if (ask === undefined) return
      listener.began(ask)
      this.#flights.set(requestId, { ask, epoch: (wallTime - timestamp) * 1000, status: 0 })
    })
    // That comes from the renderer, and may go down with it; this comes from the network's own process.
    session.on('Network.requestWillBeSentExtraInfo', ({ headers }) => {
      const ask = headers['x-ask']
      if (ask !== undefined) listener.began(ask)
    })
    session.on('Network.responseReceived', ({ requestId, response, timestamp }) => {
      const flight = this.#flights.get(requestId)
      if (!flight) return
      flight.status = response.status
      // Of a 304 nothing is left to be read, so the page lets go of it: that is no end before its time.
      if (response.status === 304) this.#end(requestId, timestamp, 'answered')
    })
    session.on('Network.loadingFinished', ({ requestId, timestamp }) =>
      this.#end(requestId, timestamp, 'answered'),
    )
    session.on('Network.loadingFailed', ({ requestId, timestamp, canceled }) =>
      this.#end(requestId, timestamp, canceled ? 'aborted' : 'failed'),
    )
  }

  #end(id: string, timestamp: number, ending: NetworkEnd['ending']): void {
    const flight = this.#flights.get(id)
    if (!flight) return
    this.#flights.delete(id)
    const { ask, epoch, status } = flight
    this.#listener.ended(ask, { end: epoch + timestamp * 1000, ending, status })
  }

  /** Loads an address, again and again while no server answers. */
  async load(url: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const { errorText } = await this.session.send('Page.navigate', { url })
        if (errorText === undefined) return
        if (attempt > 100) throw new Error(`${url}: ${errorText}`)
      } catch (error) {
        if (attempt > 100) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  /** Says something in the page; what comes of it is told by the page. A tab that is away hears nothing. */
  say(expression: string): void {
    if (this.isFrozen || this.isGone) return
    this.session
      .send('Runtime.evaluate', { expression: `globalThis.acts && void (${expression})` })
      .catch(() => {})
  }

  /** Answers what an expression is in the page. */
  async read<T>(expression: string): Promise<T> {
    const { result } = await this.session.send('Runtime.evaluate', { expression, returnByValue: true })
    return result.value as T
  }

  async setFrozen(isFrozen: boolean): Promise<void> {
    await this.session.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
    this.isFrozen = isFrozen
  }

  /** Makes the main thread so many times slower. */
  async slowDown(rate: number): Promise<void> {
    await this.session.send('Emulation.setCPUThrottlingRate', { rate })
  }

  async setNetwork({ offline, latency, throughput }: Network): Promise<void> {
    const speed = { downloadThroughput: throughput, uploadThroughput: throughput }
    await this.session.send('Network.emulateNetworkConditions', { offline, latency, ...speed })
  }

  /** Ends the renderer without a word to the page, as a discard does, and closes what is left of the tab. */
  async crash(): Promise<void> {
    this.isGone = true
    const crashed = new Promise((resolve) => this.session.once('Inspector.targetCrashed', resolve))
    this.session.send('Page.crash').catch(() => {})
    await Promise.race([crashed, new Promise((resolve) => setTimeout(resolve, 5000))])
    await this.page.close().catch(() => {})
  }
}
