/** Requests that change something: sent once, whatever becomes of them. */
import { fetchFresh } from '@freshline/core'

/** Sends a body as JSON and resolves with the answer's. Rejects with the library's structured errors. */
export async function send<T>(method: 'POST' | 'PUT', path: string, body: object): Promise<T> {
  const { data } = await fetchFresh<T>(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    // Neither the browser nor anybody in between may keep it, or answer in the server's place.
    cache: 'no-store',
    // A check that was repeated unasked would be in the log twice.
    retry: false,
    timeout: 15_000,
  })
  return data
}
