import { httpResource } from '@freshline/core'
import { bindAttribute, bindList, bindText, createMutation, createSyncStore } from '@freshline/vanilla'

interface Order {
  readonly id: number
  readonly title: string
}

const orders = createSyncStore(httpResource<Order[]>('/api/orders', { interval: 15_000 }))
const remove = createMutation((id: number) => fetch(`/api/orders/${id}`, { method: 'DELETE' }), {
  invalidates: ['/api/orders'],
  optimistic: (id) => [
    { key: '/api/orders', update: (list: Order[]) => list.filter((order) => order.id !== id) },
  ],
})

export function showOrders(section: Element, count: Element, list: Element) {
  bindAttribute(section, 'aria-busy', orders, ({ isFetching }) => String(isFetching))
  bindText(count, orders, ({ data }) => data?.length)
  bindList(list, orders, {
    key: ({ id }) => id,
    create: ({ id }) => {
      const button = document.createElement('button')
      button.addEventListener('click', () => remove.mutate(id))
      return button
    },
    update: (button, { title }) => {
      button.textContent = `Remove ${title}`
    },
  })
}
