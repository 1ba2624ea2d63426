declare const session: { token(): Promise<string> }
// ---
import { httpResource, type Transport } from '@freshline/core'

const withToken: Transport = async (input, init) => {
  const headers = new Headers(init?.headers)
  headers.set('authorization', `Bearer ${await session.token()}`)
  return fetch(input, { ...init, headers })
}

export const orders = httpResource('/api/orders', { key: 'orders', interval: 15_000, transport: withToken })
