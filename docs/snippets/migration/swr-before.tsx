declare function saveStore(store: Store): Promise<Store>
// ---
import useSWR from 'swr'
import useSWRMutation from 'swr/mutation'

interface Store {
  id: number
  name: string
}

const load = async (url: string) => (await (await fetch(url)).json()) as Store[]

export function Stores() {
  const { data, error } = useSWR('/api/stores', load, { refreshInterval: 15_000 })
  const { trigger } = useSWRMutation('/api/stores', (_key, { arg }: { arg: Store }) => saveStore(arg))
  if (!data) return <p>{error ? 'Failed' : 'Loading …'}</p>
  return data.map((store) => (
    <button key={store.id} onClick={() => void trigger({ ...store, name: `${store.name}!` })}>
      {store.name}
    </button>
  ))
}
