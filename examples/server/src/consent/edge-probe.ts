/** Asks for the published banner from outside, through the CDN: the way a plain page would, and the way the widget does. */
import type { EdgeAnswer, EdgeReading } from './consent-contract.ts'

/** How long the CDN may take, in milliseconds. */
const PATIENCE = 3_000

/** Where to ask. */
export interface EdgeProbe {
  /** Base address of the CDN; null: there is none, and `read` answers what visitors get. */
  cdnUrl: string | null
  site: string
  /** This server's own answer for a page. */
  read: (request: Request) => Promise<Response>
  /** Epoch milliseconds. */
  now: number
}

/** Asks both ways at once. Never rejects: no answer is a finding as well. */
export async function probeEdge({ cdnUrl, site, now, read }: EdgeProbe): Promise<EdgeAnswer> {
  // Without a CDN nothing is sent: the address that a request names as ours may be anybody's.
  const send = cdnUrl === null ? read : fetch
  const address = `${(cdnUrl ?? 'http://own.invalid').replace(/\/+$/, '')}/api/consent/${site}`
  const [plain, fresh] = await Promise.all([ask(send, address), ask(send, `${address}?_t=${now}`)])
  return { at: now, plain, fresh }
}

async function ask(send: EdgeProbe['read'], address: string): Promise<EdgeReading> {
  try {
    const response = await send(new Request(address, { signal: AbortSignal.timeout(PATIENCE) }))
    const age = Number(response.headers.get('age') ?? 0)
    const body = response.ok ? ((await response.json()) as { version?: unknown }) : {}
    const version = typeof body.version === 'number' ? body.version : null
    return { status: response.status, version, age: Number.isFinite(age) ? age : 0 }
  } catch {
    return { status: 0, version: null, age: 0 }
  }
}
