/** What the words of the API are called on screen, and in which tone. */
import type {
  CustomerStatus,
  LicenseStatus,
  Plan,
  Product,
  UserRole,
  UserStatus,
} from '@freshline/example-server/api-types'

/** Colour of a badge, by meaning. */
export type Tone = 'ok' | 'warn' | 'bad' | 'accent' | 'off'

/** A word of the API with its label and tone. */
export interface Choice<Value extends string = string> {
  value: Value
  label: string
  tone: Tone
}

/** What a license key may be. */
export const licenseStatuses: readonly Choice<LicenseStatus>[] = [
  { value: 'active', label: 'Active', tone: 'ok' },
  { value: 'trial', label: 'Trial', tone: 'accent' },
  { value: 'expired', label: 'Expired', tone: 'warn' },
  { value: 'revoked', label: 'Revoked', tone: 'bad' },
]

/** Billing states of a customer. */
export const customerStatuses: readonly Choice<CustomerStatus>[] = [
  { value: 'active', label: 'Active', tone: 'ok' },
  { value: 'trial', label: 'Trial', tone: 'accent' },
  { value: 'past_due', label: 'Past due', tone: 'warn' },
  { value: 'churned', label: 'Churned', tone: 'off' },
]

/** Whether an admin user may sign in. */
export const userStatuses: readonly Choice<UserStatus>[] = [
  { value: 'active', label: 'Active', tone: 'ok' },
  { value: 'invited', label: 'Invited', tone: 'accent' },
  { value: 'suspended', label: 'Suspended', tone: 'bad' },
]

/** What an admin user may do. */
export const userRoles: readonly Choice<UserRole>[] = [
  { value: 'owner', label: 'Owner', tone: 'accent' },
  { value: 'admin', label: 'Admin', tone: 'off' },
  { value: 'support', label: 'Support', tone: 'off' },
  { value: 'viewer', label: 'Viewer', tone: 'off' },
]

/** Subscription tiers, smallest first. */
export const plans: readonly Choice<Plan>[] = [
  { value: 'starter', label: 'Starter', tone: 'off' },
  { value: 'team', label: 'Team', tone: 'off' },
  { value: 'business', label: 'Business', tone: 'off' },
  { value: 'enterprise', label: 'Enterprise', tone: 'off' },
]

/** Products that licenses are sold for. */
export const products: readonly Product[] = [
  'Atlas Studio',
  'Beacon Monitor',
  'Cobalt Render',
  'Drift Capture',
]

/** The choice of a value; a word this version does not know is shown as it is. */
export function choiceOf<Value extends string>(
  choices: readonly Choice<Value>[],
  value: Value,
): Choice<Value> {
  return choices.find((choice) => choice.value === value) ?? { value, label: value, tone: 'off' }
}

const regions = new Intl.DisplayNames('en', { type: 'region' })

/** Name of a country by its code. */
export function countryName(code: string): string {
  try {
    return regions.of(code) ?? code
  } catch {
    return code
  }
}
