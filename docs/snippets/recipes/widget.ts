import type * as core from '@freshline/core'
import type * as vanilla from '@freshline/vanilla'

// The script's global, for TypeScript.
declare const Freshline: typeof core & typeof vanilla & { noConflict(): typeof core & typeof vanilla }
interface Banner {
  text: string
  revision: number
}

// The page's own global of that name is back.
const freshline = Freshline.noConflict()
const { DataSyncManager, bindText, createSyncStore, httpResource } = freshline

// The console is the page's: failures are in the state.
const manager = new DataSyncManager({ report: () => {} })

// Where the script came from, whatever page it is on.
const { src } = document.currentScript as HTMLScriptElement
const api = new URL('/api/banner', src)
const banner = createSyncStore(
  httpResource<Banner>(api, {
    key: 'banner',
    interval: 60_000,
    // An old answer out of a proxy takes nothing off the screen.
    version: ({ revision }: Banner) => revision,
    // An address that no cache on the way has an answer for.
    cacheBust: true,
    // No header of ours: never a preflight.
    conditional: false,
    request: { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' },
  }),
  { manager },
)

const host = document.createElement('section')
const text = document.createElement('p')
host.attachShadow({ mode: 'open' }).append(text)
bindText(text, banner, ({ data }) => data?.text ?? '')
document.body.append(host)
