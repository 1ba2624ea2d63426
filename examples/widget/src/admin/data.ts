/** What the page reads and writes: the editor's state, the look from outside, and the three writes as mutations. */
import { DataSyncManager, fetchFresh, httpResource } from '@freshline/core'
import type {
  BannerContent,
  ConsentState,
  EdgeAnswer,
  PublishBody,
  RestoreBody,
} from '@freshline/example-server/api-types'
import { createMutation, createSyncStore } from '@freshline/vanilla'
import { site } from './site'

const address = `/api/admin/consent/${site}`

/** The page's manager. */
export const manager = new DataSyncManager()

/** Key of the draft, the published banner and the history. */
export const stateKey = ['consent', site]

/** Key of what visitors see. */
export const edgeKey = ['consent', site, 'edge']

/** Draft, published banner and history: on return to the tab at once, for colleagues edit as well. */
export const consent = createSyncStore(httpResource<ConsentState>(address, { key: stateKey }), {
  manager,
  interval: 15_000,
  refreshOnVisible: 'always',
  // An answer that was on its way while somebody published is older than what is held.
  version: ({ revision }) => revision,
})

/** What comes out at the far end of the CDN. */
export const edge = createSyncStore(httpResource<EdgeAnswer>(`${address}/edge`, { key: edgeKey }), {
  manager,
  interval: 5_000,
  refreshOnVisible: 'always',
})

/** A write that is guarded by the revision that the editor has seen. */
export interface Guarded<Body> {
  readonly body: Body
  readonly revision: number
}

function write<Body extends object>(method: string, action: string) {
  return ({ body, revision }: Guarded<Body>) =>
    fetchFresh<ConsentState>(`${address}/${action}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'if-match': `"${revision}"` },
      // A write is sent once: the editor is asked, not the network.
      retry: false,
    })
}

/** The answer is the whole state: preview, list and facts show it before the mutation's promise resolves. */
const settles = {
  manager,
  commit: [{ key: stateKey, data: (state: ConsentState) => state }],
  scope: `consent:${site}`,
}

/** Keeps the draft. */
export const saveDraft = createMutation(write<BannerContent>('PUT', 'draft'), settles)

/** Makes the draft what visitors see; what they see is looked at again at once. */
export const publish = createMutation(write<PublishBody>('POST', 'publish'), {
  ...settles,
  invalidates: [stateKey, edgeKey],
})

/** Publishes an earlier version's content once more. */
export const restore = createMutation(write<RestoreBody>('POST', 'restore'), {
  ...settles,
  invalidates: [stateKey, edgeKey],
})
