/** The collection of admin users. */
import { ApiError } from '../http/api-error.ts'
import type { Collection, RuleContext } from './collection.ts'
import { emailField, line, oneOf, writeSchemas } from './fields.ts'
import { checkEmailFree } from './unique-email.ts'

/** What an admin user may do. */
export const userRoles = ['owner', 'admin', 'support', 'viewer'] as const

/** What an admin user may be. */
export const userStatuses = ['active', 'invited', 'suspended'] as const

const required = { name: line(120), email: emailField, role: oneOf(userRoles) }
const optional = { status: oneOf(userStatuses) }

/** Admin users at `/api/admin/users`. */
export const adminUsers: Collection = {
  name: 'users',
  singular: 'admin user',
  table: 'admin_users',
  view: 'admin_users_view',
  ...writeSchemas(required, optional),
  searched: ['name', 'email'],
  filtered: ['status', 'role'],
  filterWords: [...userStatuses, ...userRoles],
  sortable: ['name', 'email', 'role', 'status', 'lastActiveAt', 'createdAt', 'updatedAt'],
  secret: [],
  complete: (values) => ({ status: 'invited', lastActiveAt: null, ...values }),
  checkRules(record, context) {
    checkEmailFree('admin_users', record, context)
    if (record['role'] !== 'owner' || record['status'] !== 'active') checkOwnerRemains(context)
  },
  checkDelete: (_record, context) => checkOwnerRemains(context),
  touches: () => [],
  shownIn: () => [],
  label: (record) => String(record['name']),
}

/** Nobody could invite anybody any more without an owner who may sign in. */
function checkOwnerRemains({ db, id }: RuleContext): void {
  const isOwner = `role = 'owner' AND status = 'active'`
  const self = db.number(`SELECT count(*) FROM admin_users WHERE ${isOwner} AND id = ?`, id)
  const others = db.number(`SELECT count(*) FROM admin_users WHERE ${isOwner} AND id <> ?`, id)
  if (self === 0 || others > 0) return
  throw new ApiError('conflict', 'This is the last active owner; make somebody else owner first.')
}
