/** The three collections of the dashboard. */
import type {
  AdminUser,
  AdminUserCreate,
  Customer,
  CustomerCreate,
  LicenseKey,
  LicenseKeyCreate,
} from '@freshline/example-server/api-types'
import { createCollection } from './collection'
import { intervals } from './pace'

/** License keys. */
export const licenseKeys = createCollection<LicenseKey, LicenseKeyCreate>('keys', intervals.keys)

/** Customers. */
export const customers = createCollection<Customer, CustomerCreate>('customers', intervals.customers)

/** People who may use the dashboard. */
export const adminUsers = createCollection<AdminUser, AdminUserCreate>('users', intervals.users)
