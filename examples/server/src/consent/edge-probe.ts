/** Asks for the published banner from outside, through the CDN: the way a plain page would, and the way the widget does. */
import type { EdgeAnswer, EdgeReading } from './consent-contract.ts'

/** How long the CDN may take, in milliseconds. */
const PATIENCE = 3_000

/** Where to ask. */
export interface EdgeProbe {
  /** Base address of the CDN. */
  cdnUrl: string
  site: string
  /** Epoch milliseconds. */
  now: number
}

/** Asks both ways at once. Never rejects: no answer is a finding as well. */
export async function probeEdge({ cdnUrl, site, now }: EdgeProbe): Promise<EdgeAnswer> {
  const address = `${cdnUrl.replace(/\/+$/, '')}/api/consent/${site}`
  const [plain, fresh] = await Promise.all([ask(address), ask(`${address}?_t=${now}`)])
  return { at: now, plain, fresh }
}

async function ask(address: string): Promise<EdgeReading> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) })
    const age = Number(response.headers.get('age') ?? 0)
    const body = response.ok ? ((await response.json()) as { version?: unknown }) : {}
    const version = typeof body.version === 'number' ? body.version : null
    return { status: response.status, version, age: Number.isFinite(age) ? age : 0 }
  } catch {
    return { status: 0, version: null, age: 0 }
  }
}
