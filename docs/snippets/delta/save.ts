declare function saveKey(id: number, patch: Partial<LicenseKey>): Promise<LicenseKey>
// ---
import { dataSyncManager } from '@freshline/core'
import type { LicenseKey } from './keys'

const withKey = (keys: readonly LicenseKey[], id: number, patch: Partial<LicenseKey>) =>
  keys.map((key) => (key.id === id ? { ...key, ...patch } : key))

export const rename = (id: number, customer: string) =>
  dataSyncManager.mutate(() => saveKey(id, { customer }), {
    invalidates: ['keys'], // asks the feed what changed
    optimistic: [{ key: 'keys', update: (keys: LicenseKey[]) => withKey(keys, id, { customer }) }],
    commit: [{ key: 'keys', data: (saved, keys: LicenseKey[]) => withKey(keys, id, saved) }],
  })
