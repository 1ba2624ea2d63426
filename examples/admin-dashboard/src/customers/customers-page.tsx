/** Customers: who pays how much for what. */
import type { Customer, CustomerCreate } from '@freshline/example-server/api-types'
import { Building2 } from 'lucide-react'
import { toHash } from '../app/route'
import { CollectionPage } from '../collections/collection-page'
import type { CollectionSpec } from '../collections/collection-spec'
import { customers } from '../data/collections'
import { firstPage, viewParams } from '../data/list-view'
import { choiceOf, countryName, customerStatuses, plans } from '../format/labels'
import { formatAmount, formatCount, formatMoney } from '../format/number'
import { formatDate } from '../format/time'
import { Badge } from '../ui/badge'
import { StatusSelect } from '../ui/status-select'
import { CustomerForm } from './customer-form'

const spec: CollectionSpec<Customer, CustomerCreate> = {
  title: 'Customers',
  description: 'Companies, the people to talk to, and what they pay each month.',
  singular: 'customer',
  icon: <Building2 size={20} aria-hidden />,
  searchHint: 'Search company, contact or e-mail',
  filters: customerStatuses,
  nameOf: (row) => row.company,
  deleteNote: (row) =>
    row.licenseCount === 0
      ? 'The customer and its contact are removed. This cannot be undone.'
      : `${row.company} still holds ${formatAmount(row.licenseCount, 'license key')}. The server will refuse until those are deleted.`,
  Form: CustomerForm,
  columns: ({ edit, patch }) => [
    {
      id: 'company',
      header: 'Company',
      sort: 'company',
      wide: true,
      cell: (row) => (
        <>
          <button type="button" className="cell-title truncate" onClick={() => edit(row)}>
            {row.company}
          </button>
          <span className="cell-sub truncate">{countryName(row.country)}</span>
        </>
      ),
    },
    {
      id: 'contact',
      header: 'Contact',
      sort: 'contact',
      hide: 2,
      cell: (row) => (
        <>
          <span className="cell-contact truncate" title={row.contact}>
            {row.contact}
          </span>
          <span className="cell-contact cell-sub truncate" title={row.email}>
            {row.email}
          </span>
        </>
      ),
    },
    {
      id: 'plan',
      header: 'Plan',
      sort: 'plan',
      hide: 3,
      cell: (row) => <Badge>{choiceOf(plans, row.plan).label}</Badge>,
    },
    {
      id: 'status',
      header: 'Status',
      sort: 'status',
      cell: (row) => (
        <StatusSelect
          label={`Status of ${row.company}`}
          choices={customerStatuses}
          value={row.status}
          onChange={(status) => patch(row, { status })}
        />
      ),
    },
    {
      id: 'licenses',
      header: 'Keys',
      sort: 'licenseCount',
      end: true,
      hide: 1,
      cell: (row) => (
        <a
          href={toHash('keys', viewParams({ ...firstPage, search: row.company }))}
          aria-label={`${formatAmount(row.licenseCount, 'license key')} of ${row.company}`}
        >
          {formatCount(row.licenseCount)}
        </a>
      ),
    },
    {
      id: 'mrr',
      header: 'MRR',
      sort: 'mrrCents',
      end: true,
      hide: 1,
      cell: (row) => formatMoney(row.mrrCents),
    },
    {
      id: 'since',
      header: 'Customer since',
      sort: 'createdAt',
      hide: 3,
      cell: (row) => <span className="nowrap">{formatDate(row.createdAt)}</span>,
    },
  ],
}

/** The section. */
export function CustomersPage({ params }: { params: URLSearchParams }) {
  return <CollectionPage collection={customers} spec={spec} params={params} />
}
