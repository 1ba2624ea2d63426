/**
 * `<freshline-panel>`: the frame of the panel. While closed it is a button and one listener for its shortcut; while open
 * it has a session with one manager and one clock. What is shown is made by the views.
 */
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import type { PanelSource, PanelSources } from '../panel-source'
import { FrameClock, pageFrames } from './frame-clock'
import { Frame } from './frame'
import { PanelSession } from './session'
import { readSettings, writeSettings, type Settings, type TabName } from './settings'
import { panelStyles } from './style'
import { bannerOf } from './view/banner'
import { headerOf } from './view/header'
import { mark } from './view/icons'
import type { PanelHost } from './view/panel-host'
import { isToggle, onShortcut } from './view/shortcuts'
import { Views } from './view/views'

const storage = () => localStorage

/** How long something is said, milliseconds. */
const SAID_FOR = 4000

/** The panel's element. Set `sources` before it is put on a page. */
export class FreshlinePanel extends LitElement implements PanelHost {
  static override styles = panelStyles

  /** The managers to look at. */
  sources: PanelSources = { list: () => [], subscribe: () => () => {} }
  /** Epoch milliseconds of the last tick. */
  now = Date.now()
  #settings = readSettings(storage)
  #session: PanelSession | undefined
  #said = { text: '', at: 0 }
  #focusOn: string | undefined
  #offs: (() => void)[] = []
  readonly #clock = new FrameClock(pageFrames, () => this.#tick())
  readonly #frame = new Frame(
    this,
    () => this.#settings.place,
    (place) => this.change({ place }),
  )
  readonly #views = new Views(this, (change) => this.change(change))

  /** What is remembered. */
  get settings(): Settings {
    return this.#settings
  }

  /** The manager that is looked at. Only while the panel is open. */
  get session(): PanelSession {
    if (!this.#session) throw new Error('The panel is closed')
    return this.#session
  }

  /** Whether anything runs: a session and its clock. */
  get isRunning(): boolean {
    return this.#session !== undefined || this.#clock.isRunning
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const onKey = (event: KeyboardEvent) => {
      if (!isToggle(event)) return
      event.preventDefault()
      this.toggle()
    }
    window.addEventListener('keydown', onKey)
    this.#offs.push(() => window.removeEventListener('keydown', onKey))
    this.#offs.push(this.sources.subscribe(() => this.#sourcesChanged()))
    this.#apply()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const off of this.#offs.splice(0)) off()
    this.#end()
  }

  /** Opens it, or closes it; without a word: the other way round. */
  toggle(isOpen: boolean = !this.#settings.isOpen): void {
    if (isOpen === this.#settings.isOpen) return
    this.change({ isOpen })
    this.focusOn(isOpen ? '[role=tab][aria-selected=true]' : '.launcher')
  }

  /** Changes what is remembered. */
  change(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change }
    writeSettings(storage, this.#settings)
    this.#apply()
  }

  /** Looks at another manager. */
  look(name: string): void {
    const source = this.sources.list().find((each) => each.name === name)
    if (source) this.#begin(source)
  }

  say(text: string): void {
    this.#said = { text, at: Date.now() }
    this.requestUpdate()
  }

  showKey(key: string): void {
    this.change({ tab: 'keys' })
    this.session.read()
    this.#views.keys.show(key)
    this.focusOn('.list.keys')
  }

  showTab(tab: TabName): void {
    this.change({ tab })
  }

  focusOn(selector: string): void {
    this.#focusOn = selector
    this.requestUpdate()
  }

  protected override render(): TemplateResult {
    if (!this.#session) return this.#closed()
    const { tab } = this.#settings
    return html`<section class="panel" aria-label="Freshline devtools" @keydown=${this.#onKey}>
      ${this.#frame.edge()} ${headerOf(this, this.#session, this.#frame)} ${bannerOf(this, this.#session)}
      <div class="view" data-tab=${tab} role="tabpanel" id="tab-panel" aria-labelledby="tab-${tab}">
        ${this.#views.render(tab, this.#settings)}
      </div>
      <div class="said" role="status">${this.#said.text}</div>
    </section>`
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#session && this.#views.measure()) this.requestUpdate()
    const selector = this.#focusOn
    this.#focusOn = undefined
    if (selector !== undefined) this.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }

  #closed(): TemplateResult {
    return html`<button
      class="launcher ${this.#settings.corner}"
      title="Freshline devtools (Alt+Shift+F)"
      aria-label="Open the Freshline devtools"
      @click=${() => this.toggle(true)}
    >
      ${mark()}
    </button>`
  }

  readonly #onKey = (event: KeyboardEvent) => onShortcut(event, this, this.#views)

  #tick(): void {
    this.now = Date.now()
    this.#session?.update(performance.now())
    if (this.#said.text && this.now - this.#said.at > SAID_FOR) this.#said = { text: '', at: 0 }
    this.requestUpdate()
  }

  /** Brings everything in line with the settings. */
  #apply(): void {
    const { isOpen, scheme, place } = this.#settings
    this.setAttribute('scheme', scheme)
    this.setAttribute('dock', place.dock)
    this.toggleAttribute('open', isOpen)
    const [first] = this.sources.list()
    if (!isOpen || !first || !this.isConnected) this.#end()
    else if (!this.#session) this.#begin(first)
    this.#frame.apply(isOpen)
    this.requestUpdate()
  }

  #begin(source: PanelSource): void {
    if (this.#session?.source === source) return
    this.#session?.stop()
    this.#session = new PanelSession(source)
    this.#session.read()
    this.#views.forget()
    this.now = Date.now()
    this.#clock.start()
    this.requestUpdate()
  }

  #end(): void {
    this.#clock.stop()
    this.#session?.stop()
    this.#session = undefined
    this.#views.forget()
    this.#said = { text: '', at: 0 }
    this.#frame.apply(false)
  }

  /** The manager that is looked at may have gone. */
  #sourcesChanged(): void {
    const list = this.sources.list()
    if (this.#session && !list.includes(this.#session.source)) {
      this.#session.stop()
      this.#session = undefined
    }
    this.#apply()
  }
}
