import type * as core from '@freshline/core'
import type * as vanilla from '@freshline/vanilla'

interface Store {
  id: number
  name: string
}
interface Calls {
  createMutation(
    fn: (store: Store) => unknown,
    options: vanilla.MutationOptions<unknown, Store>,
  ): vanilla.MutationStore<unknown, Store>
}
declare const Freshline: typeof core & Calls
declare const stores: vanilla.SyncStore<Store[]>
declare const document: { querySelector(selector: string): HTMLFormElement }
// ---
const rename = Freshline.createMutation(
  (store) =>
    Freshline.fetchFresh(`/api/stores/${store.id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(store),
    }),
  { invalidates: [{ tag: 'stores' }] },
)

const form = document.querySelector('#rename')
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const [first] = stores.get().data ?? []
  if (first) rename.mutate({ ...first, name: String(new FormData(form).get('name')) })
})
