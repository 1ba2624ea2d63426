/** The page under load: a store for every key, bound to an element that shows the key's version. */
import { bindText, createSyncStore } from '@freshline/vanilla'
import { elementOf, manager, resources, type Item } from './board.ts'

for (const [key, resource] of resources.entries())
  bindText(elementOf(key), createSyncStore<Item>(resource, { manager }), ({ data }) => data?.version)
