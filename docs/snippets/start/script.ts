import type * as core from '@freshline/core'
import type * as vanilla from '@freshline/vanilla'

interface Store {
  id: number
  name: string
}
declare const Freshline: Omit<typeof core, 'httpResource'> &
  typeof vanilla & { httpResource(url: string, options: object): core.Resource<Store[]> }
declare const document: {
  querySelector(selector: string): HTMLElement
  createElement(name: string): HTMLElement
}
// ---
const stores = Freshline.createSyncStore(
  Freshline.httpResource('/api/stores', { key: 'stores', interval: 15_000, tags: ['stores'] }),
)

Freshline.bindText(document.querySelector('#message'), stores, ({ data, error }) => {
  if (data) return `${data.length} stores`
  return error ? Freshline.userMessage(error) : 'Loading …'
})

Freshline.bindList(document.querySelector('#list'), stores, {
  key: (store) => store.id,
  create: () => document.createElement('li'),
  update: (item, store) => {
    item.textContent = store.name
  },
})
