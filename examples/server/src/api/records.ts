/** The stored records, and the bodies that create and change them. */

/** Subscription tier of a license key or customer. */
export type Plan = 'starter' | 'team' | 'business' | 'enterprise'

/** What a license key may be. Only `active` and `trial` keys validate. */
export type LicenseStatus = 'active' | 'trial' | 'expired' | 'revoked'

/** Billing state of a customer. */
export type CustomerStatus = 'active' | 'trial' | 'past_due' | 'churned'

/** What an admin user may do. There is always at least one `owner`. */
export type UserRole = 'owner' | 'admin' | 'support' | 'viewer'

/** Whether an admin user may sign in. */
export type UserStatus = 'active' | 'invited' | 'suspended'

/** Products that licenses are sold for. */
export type Product = 'Atlas Studio' | 'Beacon Monitor' | 'Cobalt Render' | 'Drift Capture'

/** The collections that can be listed and changed. */
export type CollectionName = 'keys' | 'customers' | 'users'

/** Members that every stored record carries; the server sets them, writes may not. */
export interface RecordStamp {
  /** Permanent number within its collection. */
  id: number
  /** Starts at 1, plus one with every change of this record. Send it as `If-Match: "<version>"` to guard a write. */
  version: number
  /** When the record was made. */
  createdAt: number
  /** When the record last changed. */
  updatedAt: number
}

/** One license key. */
export interface LicenseKey extends RecordStamp {
  /** The secret itself, `FL-XXXX-XXXX-XXXX-XXXX`; made by the server. */
  key: string
  product: Product
  plan: Plan
  /** How many activations the key allows, 1 to 10,000. */
  seats: number
  /** How many activations are in use; never above `seats`. */
  seatsUsed: number
  status: LicenseStatus
  /** The customer that holds the key. */
  customerId: number
  /** Company name of that customer; follows it when it is renamed. */
  customerName: string
  /** Last successful validation, `null` when never used. */
  lastUsedAt: number | null
  /** End of the license, `null` for a perpetual one. */
  expiresAt: number | null
}

/** Body of `POST /api/admin/keys`. */
export interface LicenseKeyCreate {
  product: Product
  plan: Plan
  seats: number
  customerId: number
  /** Default `active`. */
  status?: LicenseStatus
  /** Default: one year from now, or 14 days for a `trial`. */
  expiresAt?: number | null
}

/** Body of `PATCH /api/admin/keys/:id`; members left out stay as they are. */
export type LicenseKeyPatch = Partial<LicenseKeyCreate>

/** One customer. */
export interface Customer extends RecordStamp {
  company: string
  /** Full name of the person to talk to. */
  contact: string
  /** Unique among customers, compared without case. */
  email: string
  /** ISO 3166-1 alpha-2, upper case. */
  country: string
  plan: Plan
  /** Monthly recurring revenue in cents. */
  mrrCents: number
  status: CustomerStatus
  /** How many license keys name this customer. Worked out, not writable. */
  licenseCount: number
}

/** Body of `POST /api/admin/customers`. */
export interface CustomerCreate {
  company: string
  contact: string
  email: string
  country: string
  plan: Plan
  /** Default 0. */
  mrrCents?: number
  /** Default `active`. */
  status?: CustomerStatus
}

/** Body of `PATCH /api/admin/customers/:id`. */
export type CustomerPatch = Partial<CustomerCreate>

/** One person who may use the dashboard. */
export interface AdminUser extends RecordStamp {
  name: string
  /** Unique among users, compared without case. */
  email: string
  role: UserRole
  status: UserStatus
  /** Last time seen, `null` when never. */
  lastActiveAt: number | null
}

/** Body of `POST /api/admin/users`. */
export interface AdminUserCreate {
  name: string
  email: string
  role: UserRole
  /** Default `invited`. */
  status?: UserStatus
}

/** Body of `PATCH /api/admin/users/:id`. */
export type AdminUserPatch = Partial<AdminUserCreate>
