/** Ties store, view and choice together. */
import type { ConsentAnswer, PublishedBanner } from '@freshline/example-server/api-types'
import type { SyncState } from '@freshline/vanilla'
import { createBannerView } from '../banner/banner-view'
import { choiceName, createChoiceBook, isOpenQuestion, type Choice } from './choice'
import { createLiveBanner } from './live-banner'
import { pageStorage } from './page-storage'
import { displace, place } from './place'
import type { EmbedSettings } from './settings'

/** How the widget stands, for whoever looks into it. */
export interface WidgetState {
  /** Version of the banner that is held; undefined while there is none. */
  readonly version: number | undefined
  /** When the API last confirmed it: epoch milliseconds. */
  readonly confirmedAt: number | undefined
  /** Whether it is the last good one of an earlier load, which the API has not confirmed since. */
  readonly isKept: boolean
  /** Whether it may be out of date. */
  readonly isStale: boolean
  /** Why it could not be asked for, by the error's permanent code. */
  readonly error: string | undefined
  /** Whether it is on the screen. */
  readonly isShown: boolean
}

/** What pages may ask of the widget. */
export interface Widget {
  /** The visitor's choice, if there is one. */
  readonly choice: Choice | undefined
  /** Shows the banner again, so that a choice can be changed. */
  open(): void
  /** Calls back with each choice from now on, also with those of other tabs. Answers how to stop. */
  onChoice(listener: (choice: Choice) => void): () => void
  /** How it stands. */
  state(): WidgetState
}

/** Starts the widget of a page. */
export function startWidget(settings: EmbedSettings): Widget {
  const { site, api } = settings
  const book = createChoiceBook(site, pageStorage)
  const listeners = new Set<(choice: Choice) => void>()
  const system = matchMedia('(prefers-color-scheme: dark)')
  let isShown = false
  let isDismissed = false
  let isAskedFor = false
  let opener: Element | null = null
  let current: SyncState<PublishedBanner> | undefined

  const view = createBannerView({
    mode: 'closed',
    isDark: () => system.matches,
    onAnswer: answer,
    onDismiss() {
      isDismissed = true
      isAskedFor = false
      update()
    },
  })
  const store = createLiveBanner(settings, pageStorage, () => isShown)

  function update(): void {
    const banner = current?.data
    const asks = banner && (isAskedFor || (!isDismissed && isOpenQuestion(banner, book.read())))
    if (banner && asks) view.show(banner.content)
    if (Boolean(asks) === isShown) return
    isShown = Boolean(asks)
    if (!isShown) return close()
    place(view.element)
    view.announce()
  }

  /** Who opened it by a button of the page is back at that button afterwards. */
  function close(): void {
    displace(view.element)
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    opener = null
  }

  function answer(given: ConsentAnswer): void {
    const banner = current?.data
    if (!banner) return
    const choice: Choice = { answer: given, version: banner.version, at: Date.now() }
    book.write(choice)
    isAskedFor = false
    update()
    tell(choice)
    count(`${api}/api/consent/${site}/answers?version=${choice.version}&answer=${given}`)
  }

  function tell(choice: Choice): void {
    listeners.forEach((listener) => {
      try {
        listener(choice)
      } catch (error) {
        // The page's own mistake: told to the page, and to nobody else's harm.
        reportError(error)
      }
    })
    document.dispatchEvent(new CustomEvent('freshline-consent', { detail: choice }))
  }

  store.subscribe((state) => {
    current = state
    update()
  })
  system.addEventListener('change', update)
  addEventListener('storage', (event) => {
    // No name: everything was removed.
    if (event.key !== null && event.key !== choiceName(site)) return
    isAskedFor = false
    update()
    const choice = book.read()
    if (choice) tell(choice)
  })

  return {
    get choice() {
      return book.read()
    },
    open() {
      isDismissed = false
      isAskedFor = true
      if (!isShown) opener = document.activeElement
      update()
      // Only here is the focus moved: who asked for it wants to answer.
      if (isShown) view.focus()
      void store.refresh()
    },
    onChoice(listener) {
      const own = (choice: Choice): void => listener(choice)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    state: () => toWidgetState(current, isShown),
  }
}

/** Counts an answer, and nothing about who gave it. A request that needs no preflight, and outlives the page. */
function count(address: string): void {
  try {
    const privately = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const
    fetch(address, { ...privately, method: 'POST', mode: 'no-cors', keepalive: true }).catch(() => {})
  } catch {
    // A page that replaced fetch by something else: the choice is kept all the same.
  }
}

function toWidgetState(state: SyncState<PublishedBanner> | undefined, isShown: boolean): WidgetState {
  const error = state?.error
  return {
    version: state?.data?.version,
    confirmedAt: state?.updatedAt,
    isKept: state?.cached ?? false,
    isStale: state?.isStale ?? false,
    error: error && 'code' in error ? String(error.code) : undefined,
    isShown,
  }
}
