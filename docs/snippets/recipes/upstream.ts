declare const token: string
// ---
import { conditional, createResponseCache } from '@freshline/server'

interface Kept {
  etag: string
  releases: object[]
}

const cache = createResponseCache({ ttl: 60_000 })

export async function releases(request: Request) {
  const answer = await cache.load(
    'releases',
    async ({ previous, signal }) => {
      const held = previous?.data as Kept | undefined
      const response = await fetch('https://api.upstream.example/releases', {
        headers: { authorization: `Bearer ${token}`, ...(held && { 'if-none-match': held.etag }) },
        signal,
      })
      if (response.status === 304 && held) return held // costs nothing of the limit
      if (!response.ok) throw new Error(`The upstream answered ${response.status}`)
      const body = (await response.json()) as object[]
      return { etag: response.headers.get('etag') ?? '', releases: body }
    },
    { staleIfError: 7 * 86_400_000 },
  )
  const { data, cachedAt, stale } = answer
  return conditional(request, { releases: data.releases, asOf: cachedAt, stale })
}
