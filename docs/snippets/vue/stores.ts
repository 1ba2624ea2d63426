import { httpResource } from '@freshline/core'

export interface Store {
  id: number
  name: string
}

export const stores = httpResource<Store[]>('/api/stores', {
  key: 'stores',
  interval: 15_000,
  tags: ['stores'],
})
