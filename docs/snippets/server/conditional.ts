declare function readStore(id: string): Promise<Store | undefined>
declare function writeStore(id: string, store: Store): Promise<Store>
// ---
import { checkPreconditions, conditional, etagOf } from '@freshline/server'

interface Store {
  name: string
}

export async function getStore(request: Request, id: string) {
  const store = await readStore(id)
  if (!store) return conditional(request, { error: 'not found' }, { status: 404 })
  return conditional(request, store, { maxAge: 60_000, staleWhileRevalidate: 30_000 })
}

// `If-Match` guards against lost updates, `If-None-Match: *` creates only what is not there.
export async function putStore(request: Request, id: string) {
  const sent = (await request.json()) as Store
  const held = await readStore(id)
  const stop = checkPreconditions(request, { etag: await etagOf(held) })
  if (stop) return stop // 412, and nothing was written
  const saved = await writeStore(id, sent)
  return conditional(request, saved, { status: held ? 200 : 201, preconditions: false })
}
