declare function show(text: string): void
// ---
import { AbortedError, fetchFresh, userMessage } from '@freshline/core'

export async function search(text: string, signal: AbortSignal) {
  try {
    return await fetchFresh(`/api/search?q=${encodeURIComponent(text)}`, { signal })
  } catch (error) {
    if (!(error instanceof AbortedError)) show(userMessage(error))
    return undefined
  }
}
