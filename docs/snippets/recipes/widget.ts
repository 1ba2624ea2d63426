import type * as core from '@freshline/core'
import type * as vanilla from '@freshline/vanilla'

declare const Freshline: typeof core & typeof vanilla & { noConflict(): typeof core & typeof vanilla }
interface Banner {
  text: string
  revision: number
}
const script = document.currentScript as HTMLScriptElement
// ---
const freshline = Freshline.noConflict() // the page's own global of that name is back
const { DataSyncManager, bindText, createSyncStore, httpResource } = freshline

const manager = new DataSyncManager({ report: () => {} }) // the console is the page's; failures are in the state
const api = new URL('/api/banner', script.src) // where the script came from, whatever page it is on
const banner = createSyncStore(
  httpResource<Banner>(api, {
    key: 'banner',
    interval: 60_000,
    version: ({ revision }: Banner) => revision, // an old answer out of a proxy takes nothing off the screen
    cacheBust: true, // an address that no cache on the way has an answer for
    conditional: false, // no header of ours: never a preflight
    request: { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' },
  }),
  { manager },
)

const host = document.createElement('section')
const text = document.createElement('p')
host.attachShadow({ mode: 'open' }).append(text)
bindText(text, banner, ({ data }) => data?.text ?? '')
document.body.append(host)
