import { httpResource } from '@freshline/core'
import { useSync } from '@freshline/react'

interface Page {
  total: number
  items: string[]
}

const storesPage = (page: number) =>
  httpResource<Page>(`/api/stores?page=${page}`, { key: ['stores', { page }], tags: ['stores'] })

export function Total({ page, isOpen }: { page: number; isOpen: boolean }) {
  const { data, isPrevious } = useSync(isOpen ? storesPage(page) : null, {
    select: ({ total }) => total,
    keepPrevious: true,
  })
  return <p aria-busy={isPrevious}>{data === undefined ? '…' : `${data} stores`}</p>
}
