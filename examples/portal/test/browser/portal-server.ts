/** The example server in a process of its own, with a hand on its release service. */
import type { LicenseKey, LicenseStatus, ListAnswer, UpstreamMode } from '@freshline/example-server/api-types'
import { startExampleServer, type ExampleServer } from '@freshline/example-server/testing'

/** A server with a database, and a release service, of its own. */
export interface PortalServer extends ExampleServer {
  /** What the release service does from now on. */
  upstream(mode: UpstreamMode): Promise<void>
  /** A key of that status. */
  key(status: LicenseStatus): Promise<LicenseKey>
}

/** Starts a server over the built portal. */
export async function startPortalServer(): Promise<PortalServer> {
  const server = await startExampleServer('portal')
  return Object.assign(server, {
    async upstream(mode: UpstreamMode) {
      await server.ask('PUT', '/api/demo/upstream', { mode })
    },
    async key(status: LicenseStatus) {
      const query = `status=${status}&pageSize=100&sort=createdAt`
      const { items } = await server.ask<ListAnswer<LicenseKey>>('GET', `/api/admin/keys?${query}`)
      const lives = ({ expiresAt }: LicenseKey) => expiresAt === null || expiresAt > Date.now()
      const found = items.find((key) => (status !== 'active' && status !== 'trial') || lives(key))
      if (found === undefined) throw new Error(`The demo has no ${status} key`)
      return found
    },
  })
}
