/**
 * What is put into every page before its own scripts: it gives the document's life a name, and tells what happens to the
 * page and what it shows. It knows nothing of the library. Sent as text, so it uses nothing from outside itself.
 */
export function observe(): void {
  // Not where nothing is to be seen: another site.
  if (location.hostname !== '127.0.0.1' || !location.pathname.startsWith('/page-')) return
  const life = Math.random().toString(36).slice(2, 10)
  const report = (globalThis as unknown as { report(text: string): void }).report
  let count = 0
  // Chromium loses what a page tells in the last moments before it goes into the back-forward cache, and in the first
  // after it came out of it: both are told again a little later, under the same numbers.
  const recent: (readonly [at: number, text: string])[] = []
  let wentAt = Infinity
  let isTellingAgain = false
  const told = (what: readonly unknown[]): void => {
    const text = JSON.stringify([life, ++count, what])
    if (recent.push([Date.now(), text]) > 500) recent.shift()
    report(text)
  }
  const goes = (): void => {
    if (!isTellingAgain) wentAt = Date.now()
  }
  const comes = (): void => {
    if (isTellingAgain || wentAt === Infinity) return
    isTellingAgain = true
    setTimeout(() => {
      for (const [at, text] of recent) if (at > wentAt - 2000) report(text)
      isTellingAgain = false
    }, 500)
  }
  Object.assign(globalThis, { life, told })
  told(['born', document.visibilityState === 'visible', Date.now()])

  const on = (target: EventTarget, type: string, word: (event: Event) => string): void =>
    target.addEventListener(type, (event) => told([word(event), Date.now()]), true)
  for (const type of ['freeze', 'pagehide']) globalThis.addEventListener(type, goes, true)
  for (const type of ['resume', 'pageshow']) globalThis.addEventListener(type, comes, true)
  on(document, 'visibilitychange', () => (document.hidden ? 'hidden' : 'shown'))
  on(document, 'freeze', () => 'frozen')
  on(document, 'resume', () => 'resumed')
  on(globalThis, 'online', () => 'online')
  on(globalThis, 'pagehide', (event) => ((event as PageTransitionEvent).persisted ? 'stored' : 'left'))
  on(globalThis, 'pageshow', (event) => ((event as PageTransitionEvent).persisted ? 'restored' : 'begun'))

  // Every request of an item gets a number, by which page, browser and server speak of the same one.
  const send = globalThis.fetch
  let asks = 0
  globalThis.fetch = (input, init) => {
    const key = /^\/api\/items\/(\d+)/.exec(String(input))?.[1]
    if (key === undefined) return send(input, init)
    const ask = ++asks
    const headers = new Headers(init?.headers)
    headers.set('x-ask', `${life}-${ask}`)
    told(['ask', `${life}-${ask}`, Number(key), init?.method ?? 'GET', Date.now()])
    // What is handed on rejects as the request does, so that a rejection nobody hears stays one.
    return send(input, { ...init, headers }).then(
      (response) => {
        told(['answer', `${life}-${ask}`, response.status, Date.now()])
        return response
      },
      (error: unknown) => {
        told(['answer', `${life}-${ask}`, init?.signal?.aborted ? -1 : 0, Date.now()])
        throw error
      },
    )
  }

  new MutationObserver((records) => {
    const shown = new Map<number, number>()
    for (const { target } of records) {
      const element = target instanceof HTMLElement ? target : target.parentElement
      const key = /^item(\d+)$/.exec(element?.id ?? '')?.[1]
      const text = element?.textContent ?? ''
      if (key !== undefined && text !== '') shown.set(Number(key), Number(text))
    }
    if (shown.size > 0) told(['versions', [...shown], Date.now()])
  }).observe(document, { subtree: true, childList: true, characterData: true })

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const scripts = (entry as unknown as { scripts: { sourceURL: string; duration: number }[] }).scripts
      const ours = scripts.filter(({ sourceURL }) => /\/page-\w+\.js$/.test(sourceURL))
      const longest = Math.max(0, ...ours.map(({ duration }) => duration))
      if (longest > 0) told(['frame', entry.duration, longest, Date.now()])
    }
  }).observe({ type: 'long-animation-frame', buffered: false })
}
