/** One conditional endpoint, the same for every bridge: GET, HEAD and PUT of a document that each test has anew. */
import { checkPreconditions, conditional, etagOf, preflight, withCors } from '../../src/index'

const clock = { now: () => Date.UTC(2026, 10, 22, 12) }
const cors = { origins: ['https://app.example'] }

/** The endpoint over a document of its own. */
export function createEndpoint(): (request: Request) => Promise<Response> {
  let held: unknown = { name: 'Höfe', version: 1 }
  const answer = async (request: Request): Promise<Response> => {
    const { searchParams } = new URL(request.url)
    if (searchParams.has('missing')) return conditional(request, { error: 'missing' }, { clock, status: 404 })
    const lastModified = 'Sun, 06 Nov 1994 08:49:37 GMT'
    if (request.method !== 'PUT') {
      return conditional(request, held, { clock, lastModified, maxAge: 1_000, vary: 'Accept' })
    }
    const stop = checkPreconditions(request, { etag: await etagOf(held), clock })
    if (stop) return stop
    held = await request.json()
    return conditional(request, held, { clock, preconditions: false })
  }
  return async (request) => {
    const asked = preflight(request, cors)
    // Else it would be Node's, which moves on between two requests.
    asked?.headers.set('date', new Date(clock.now()).toUTCString())
    return asked ?? withCors(request, await answer(request), cors)
  }
}
