import { defineResource, fetchFresh } from '@freshline/core'

interface Plan {
  name: string
  revision: number
}

export const plan = defineResource({
  key: 'plan',
  fetcher: (context) => fetchFresh<Plan>('/api/plan', context),
  interval: 30_000,
  version: ({ revision }) => revision,
})
