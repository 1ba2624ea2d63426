/** Admin users: who may use this dashboard, and for what. */
import type { AdminUser, AdminUserCreate } from '@freshline/example-server/api-types'
import { ShieldCheck } from 'lucide-react'
import { CollectionPage } from '../collections/collection-page'
import type { CollectionSpec } from '../collections/collection-spec'
import { adminUsers } from '../data/collections'
import { choiceOf, userRoles, userStatuses } from '../format/labels'
import { formatDate } from '../format/time'
import { Ago } from '../ui/ago'
import { Avatar } from '../ui/avatar'
import { Badge } from '../ui/badge'
import { StatusSelect } from '../ui/status-select'
import { UserForm } from './user-form'

const spec: CollectionSpec<AdminUser, AdminUserCreate> = {
  title: 'Admin users',
  description: 'People who may sign in here, and what they may do.',
  singular: 'admin user',
  icon: <ShieldCheck size={20} aria-hidden />,
  searchHint: 'Search name or e-mail',
  filters: [...userStatuses, ...userRoles],
  nameOf: (row) => row.name,
  deleteNote: (row) => `${row.name} can no longer sign in. What they did stays in the audit log.`,
  Form: UserForm,
  columns: ({ edit, patch }) => [
    {
      id: 'name',
      header: 'Name',
      sort: 'name',
      wide: true,
      cell: (row) => (
        <span className="cell-inline cell-person">
          <Avatar name={row.name} />
          <span className="truncate">
            <button type="button" className="cell-title truncate" onClick={() => edit(row)}>
              {row.name}
            </button>
            <span className="cell-sub truncate">{row.email}</span>
          </span>
        </span>
      ),
    },
    {
      id: 'role',
      header: 'Role',
      sort: 'role',
      hide: 1,
      cell: (row) => (
        <Badge tone={choiceOf(userRoles, row.role).tone}>{choiceOf(userRoles, row.role).label}</Badge>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      sort: 'status',
      cell: (row) => (
        <StatusSelect
          label={`Status of ${row.name}`}
          choices={userStatuses}
          value={row.status}
          onChange={(status) => patch(row, { status })}
        />
      ),
    },
    {
      id: 'lastActive',
      header: 'Last active',
      sort: 'lastActiveAt',
      hide: 2,
      cell: (row) =>
        row.lastActiveAt === null ? <span className="quiet">Never</span> : <Ago at={row.lastActiveAt} />,
    },
    {
      id: 'since',
      header: 'Added',
      sort: 'createdAt',
      hide: 3,
      cell: (row) => <span className="nowrap">{formatDate(row.createdAt)}</span>,
    },
  ],
}

/** The section. */
export function UsersPage({ params }: { params: URLSearchParams }) {
  return <CollectionPage collection={adminUsers} spec={spec} params={params} />
}
