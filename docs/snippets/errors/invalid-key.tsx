import { httpResource } from '@freshline/core'
import { useSync } from '@freshline/react'

export function StoreName({ id }: { id: number | undefined }) {
  const store =
    id === undefined ? null : httpResource<{ name: string }>(`/api/stores/${id}`, { key: ['store', id] })
  const { data } = useSync(store)
  return <p>{data?.name ?? '…'}</p>
}
