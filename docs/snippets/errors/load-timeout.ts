declare const db: { query(text: string, options: { signal: AbortSignal }): Promise<object[]> }
// ---
import { createResponseCache } from '@freshline/server'

const cache = createResponseCache()

export const report = () =>
  cache.load('report', ({ signal }) => db.query('SELECT …', { signal }), { timeout: 60_000 })
