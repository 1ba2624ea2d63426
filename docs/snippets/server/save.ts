declare function askWhatToKeep(): Promise<void>
// ---
import { fetchFresh, HttpError } from '@freshline/core'

export async function saveStore(id: string, etag: string, store: object) {
  try {
    return await fetchFresh(`/api/stores/${id}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': etag },
      body: JSON.stringify(store),
    })
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 412) throw error
    return askWhatToKeep() // somebody else was faster
  }
}
