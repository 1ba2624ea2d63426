import type { createSyncServer } from '@freshline/server'

declare const sync: ReturnType<typeof createSyncServer>
declare function writeStore(store: Store): Promise<Store>
// ---
interface Store {
  id: string
  name: string
  version: number
}

export async function saveStore(store: Store) {
  const saved = await writeStore(store)
  // After the write, before the answer: whoever asks from now on gets the new one.
  await sync.invalidate([['stores', saved.id], { tag: 'stores' }], {
    changes: [{ collection: 'stores', id: saved.id, data: saved, version: saved.version }],
  })
  return saved
}
