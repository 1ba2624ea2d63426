/** Puts the server's state on the page. */
import type { SyncAnswer } from '@freshline/example-server/api-types'
import { bindAttribute, bindText, selectStore, type SyncStore } from '@freshline/vanilla'
import { toServerFacts, type ServerFacts } from './server-facts'

const texts: Readonly<Record<string, keyof ServerFacts>> = {
  state: 'state',
  'state-note': 'stateNote',
  changes: 'changes',
  'changes-note': 'changesNote',
  cache: 'cache',
  'cache-note': 'cacheNote',
}

/** Binds the elements by their ids. */
export function showServer(server: SyncStore<SyncAnswer>, page: Document): void {
  const facts = selectStore(server, toServerFacts)
  for (const [id, name] of Object.entries(texts)) {
    const element = page.getElementById(id)
    if (element) bindText(element, facts, (all) => all[name])
  }
  const state = page.getElementById('state')
  if (state) bindAttribute(state, 'data-state', facts, ({ tone }) => tone)
}
