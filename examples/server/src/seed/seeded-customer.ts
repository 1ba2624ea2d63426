/** A customer as far as seeding its keys needs it. */
import type { CustomerStatus, Plan } from '../api-types.ts'

/** What a customer's keys are made from. */
export interface SeededCustomer {
  id: number
  plan: Plan
  status: CustomerStatus
  createdAt: number
}
