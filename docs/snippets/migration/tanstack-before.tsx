declare function saveStore(store: Store): Promise<Store>
// ---
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

interface Store {
  id: number
  name: string
}

const load = async () => (await (await fetch('/api/stores')).json()) as Store[]

export function Stores() {
  const client = useQueryClient()
  const { data, isPending, error } = useQuery({
    queryKey: ['stores'],
    queryFn: load,
    staleTime: 15_000,
    refetchInterval: 15_000,
  })
  const rename = useMutation({
    mutationFn: saveStore,
    onMutate: async (changed) => {
      await client.cancelQueries({ queryKey: ['stores'] })
      const before = client.getQueryData<Store[]>(['stores'])
      client.setQueryData<Store[]>(['stores'], (list) =>
        list?.map((store) => (store.id === changed.id ? changed : store)),
      )
      return { before }
    },
    onError: (_error, _changed, context) => client.setQueryData(['stores'], context?.before),
    onSettled: () => client.invalidateQueries({ queryKey: ['stores'] }),
  })
  if (isPending) return <p>Loading …</p>
  if (error) return <p>{error.message}</p>
  return data.map((store) => (
    <button key={store.id} onClick={() => rename.mutate({ ...store, name: `${store.name}!` })}>
      {store.name}
    </button>
  ))
}
