declare const loadRates: () => Promise<{ eur: number }>
declare const show: (text: string) => void
// ---
import { dataSyncManager, HttpError, userMessage } from '@freshline/core'

const rates = dataSyncManager.register('rates', loadRates, { interval: 60_000, fallback: { eur: 1 } })

rates.subscribe(({ data, error, failureCount }) => {
  if (data) show(`${data.eur}`)
  if (error && failureCount > 3) show(userMessage(error, { network: 'You seem to be offline.' }))
  if (error instanceof HttpError && error.status === 401) location.assign('/sign-in')
})
