import { dataSyncManager, fetchFresh } from '@freshline/core'

interface Store {
  id: number
  name: string
}

const headers = { 'content-type': 'application/json' }

export const rename = (id: number, name: string) =>
  dataSyncManager.mutate(
    () => fetchFresh<Store>(`/api/stores/${id}`, { method: 'PUT', headers, body: JSON.stringify({ name }) }),
    {
      invalidates: [{ tag: 'stores' }],
      optimistic: [
        { key: ['stores', id], update: (store: Store | undefined) => store && { ...store, name } },
      ],
      commit: [{ key: ['stores', id], data: (saved) => saved }],
      scope: `store ${id}`,
    },
  )
