declare function toast(text: string): void
// ---
import { fetchFresh, userMessage } from '@freshline/core'
import { useFreshness, useSync, useSyncMutation } from '@freshline/react'
import { customersPage, type Customer, type Page } from './dashboard'

const save = (customer: Customer) =>
  fetchFresh<Customer>(`/api/customers/${customer.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(customer),
  })

export function Customers({ page, search }: { page: number; search: string }) {
  const resource = customersPage(page, search)
  const { data, isPrevious, refresh } = useSync(resource, { keepPrevious: true })
  const { age, isOverdue } = useFreshness(resource.key)
  const { mutate } = useSyncMutation(save, {
    invalidates: [{ tag: 'customers' }],
    optimistic: (changed) => [
      {
        key: resource.key,
        update: (shown: Page | undefined) =>
          shown && { ...shown, rows: shown.rows.map((row) => (row.id === changed.id ? changed : row)) },
      },
    ],
    onError: (error) => toast(userMessage(error)),
  })
  return (
    <section aria-busy={isPrevious}>
      {isOverdue && <p role="alert">These figures may be out of date.</p>}
      <button onClick={() => void refresh({ force: true })}>Refresh now</button>
      {age !== undefined && <span>Updated {Math.round(age / 1000)} s ago</span>}
      {data?.rows.map((row) => (
        <button key={row.id} onClick={() => mutate({ ...row, name: `${row.name} Ltd` })}>
          {row.name}
        </button>
      ))}
    </section>
  )
}
