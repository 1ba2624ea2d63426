/** All collections there are. */
import { adminUsers } from './admin-users.ts'
import type { Collection } from './collection.ts'
import { customers } from './customers.ts'
import { licenseKeys } from './license-keys.ts'

/** In the order in which the API tells of them. */
export const collections: readonly Collection[] = [licenseKeys, customers, adminUsers]
