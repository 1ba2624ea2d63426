const { bindText, createFreshnessStore, createMutation, createSyncStore, fetchFresh, httpResource } =
  globalThis.Freshline

const stores = createSyncStore(httpResource('/api/stores', { key: 'stores', interval: 1_000 }))
const addStore = createMutation(
  (name) =>
    fetchFresh('/api/stores', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    }),
  {
    invalidates: ['stores'],
    optimistic: (name) => [{ key: 'stores', update: (list = []) => [...list, name] }],
  },
)

bindText(document.querySelector('#stores'), stores, ({ data }) => data?.join(', ') ?? 'Loading …')
bindText(document.querySelector('#freshness'), createFreshnessStore('stores'), ({ freshness }) => freshness)
document.querySelector('#add').addEventListener('click', () => addStore.mutate('Deli'))
globalThis.Freshline.defineFreshnessIndicator()
