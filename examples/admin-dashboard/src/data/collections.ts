/** The three collections of the dashboard. */
import type {
  AdminUser,
  AdminUserCreate,
  Customer,
  CustomerCreate,
  LicenseKey,
  LicenseKeyCreate,
  ListAnswer,
} from '@freshline/example-server/api-types'
import { createCollection, pagedReads, wholeReads } from './collection'
import { allKeys } from './key-feed'
import { intervals } from './pace'

/** License keys: all of them are held, and follow the feed of changes. */
export const licenseKeys = createCollection<LicenseKey, LicenseKeyCreate, readonly LicenseKey[]>(
  'keys',
  intervals.keys,
  wholeReads(allKeys, { searched: ['key', 'customerName', 'product'], filtered: ['status'] }),
)

/** Customers. */
export const customers = createCollection<Customer, CustomerCreate, ListAnswer<Customer>>(
  'customers',
  intervals.customers,
  pagedReads('customers', intervals.customers),
)

/** People who may use the dashboard. */
export const adminUsers = createCollection<AdminUser, AdminUserCreate, ListAnswer<AdminUser>>(
  'users',
  intervals.users,
  pagedReads('users', intervals.users),
)
