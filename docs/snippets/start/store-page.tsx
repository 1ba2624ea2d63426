import { httpResource, userMessage } from '@freshline/core'
import { useSync, useSyncMutation } from '@freshline/react'
import { saveStore } from './save-store'
import type { Store } from './stores'

const storeOf = (id: number) =>
  httpResource<Store>(`/api/stores/${id}`, { key: ['stores', id], interval: 15_000, tags: ['stores'] })

export function StorePage({ id }: { id: number }) {
  const { data: list } = useSync<Store[]>('stores') // no fetcher: only looks at what is held
  const { data = list?.find((store) => store.id === id), error } = useSync(storeOf(id))
  const { mutate, error: notSaved } = useSyncMutation(saveStore, {
    invalidates: [{ tag: 'stores' }],
    optimistic: (changed) => [
      { key: ['stores', id], update: () => changed },
      {
        key: 'stores',
        update: (held: Store[] | undefined) => held?.map((store) => (store.id === id ? changed : store)),
      },
    ],
    commit: [{ key: ['stores', id], data: (saved) => saved }],
  })
  if (!data) return <p>{error ? userMessage(error) : 'Loading …'}</p>
  return (
    <article>
      {error && <p>This may be old. {userMessage(error)}</p>}
      <button onClick={() => mutate({ ...data, name: `${data.name}!` })}>{data.name}</button>
      {notSaved && <p role="alert">{userMessage(notSaved)}</p>}
    </article>
  )
}
