import type * as core from '@freshline/core'
import type * as vanilla from '@freshline/vanilla'

declare const Freshline: typeof core & typeof vanilla & { noConflict(): typeof core & typeof vanilla }
interface Banner {
  text: string
}
const script = document.currentScript as HTMLScriptElement
// ---
const freshline = Freshline.noConflict() // the page's own global of that name is back
const { DataSyncManager, bindText, createSyncStore, httpResource } = freshline

const manager = new DataSyncManager() // the page's own copy, if it has one, is left alone
const api = new URL('/api/banner', script.src) // where the script came from, whatever page it is on
const banner = createSyncStore(
  httpResource<Banner>(api, {
    key: 'banner',
    interval: 60_000,
    conditional: false,
    request: { credentials: 'omit' },
  }),
  { manager },
)

const host = document.createElement('section')
const text = document.createElement('p')
host.attachShadow({ mode: 'open' }).append(text)
bindText(text, banner, ({ data }) => data?.text ?? '')
document.body.append(host)
