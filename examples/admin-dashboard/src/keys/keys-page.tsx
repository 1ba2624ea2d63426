/** License keys: what was sold to whom, how far it is used, and until when. */
import type { LicenseKey, LicenseKeyCreate } from '@freshline/example-server/api-types'
import { KeyRound } from 'lucide-react'
import { CollectionPage } from '../collections/collection-page'
import type { CollectionSpec } from '../collections/collection-spec'
import { licenseKeys } from '../data/collections'
import { formatCount } from '../format/number'
import { choiceOf, licenseStatuses, plans } from '../format/labels'
import { Ago } from '../ui/ago'
import { CopyButton } from '../ui/copy-button'
import { Meter } from '../ui/meter'
import { StatusSelect } from '../ui/status-select'
import { KeyForm } from './key-form'

const spec: CollectionSpec<LicenseKey, LicenseKeyCreate> = {
  title: 'License keys',
  description: 'Every key that was issued, with its seats and its end.',
  singular: 'license key',
  icon: <KeyRound size={20} aria-hidden />,
  searchHint: 'Search key, customer or product',
  filters: licenseStatuses,
  nameOf: shortKey,
  deleteNote: (row) =>
    `Installations of ${row.product} at ${row.customerName} that use this key stop working. This cannot be undone.`,
  Form: KeyForm,
  columns: ({ edit, patch }) => [
    {
      id: 'key',
      header: 'Key',
      sort: 'key',
      cell: (row) => (
        <>
          <span className="cell-inline">
            <button type="button" className="cell-title mono nowrap" onClick={() => edit(row)}>
              {row.key}
            </button>
            <CopyButton label="Copy license key" text={row.key} />
          </span>
          <span className="cell-sub only-narrow">{`${row.customerName} · ${row.product}`}</span>
        </>
      ),
    },
    {
      id: 'customer',
      header: 'Customer',
      sort: 'customerName',
      hide: 1,
      wide: true,
      cell: (row) => <span className="truncate cell-sub-strong">{row.customerName}</span>,
    },
    {
      id: 'product',
      header: 'Product',
      sort: 'product',
      hide: 2,
      cell: (row) => (
        <>
          <span className="nowrap">{row.product}</span>
          <span className="cell-sub">{choiceOf(plans, row.plan).label}</span>
        </>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      sort: 'status',
      cell: (row) => (
        <StatusSelect
          label={`Status of ${shortKey(row)}`}
          choices={licenseStatuses}
          value={row.status}
          onChange={(status) => patch(row, { status })}
        />
      ),
    },
    {
      id: 'seats',
      header: 'Seats',
      sort: 'seatsUsed',
      end: true,
      hide: 1,
      cell: (row) => (
        <span className="usage">
          <span className="nowrap">{`${formatCount(row.seatsUsed)} / ${formatCount(row.seats)}`}</span>
          <Meter share={row.seatsUsed / row.seats} warnsWhenFull />
        </span>
      ),
    },
    {
      id: 'lastUsed',
      header: 'Last used',
      sort: 'lastUsedAt',
      hide: 3,
      cell: (row) =>
        row.lastUsedAt === null ? <span className="quiet">Never</span> : <Ago at={row.lastUsedAt} />,
    },
    {
      id: 'expires',
      header: 'Expires',
      sort: 'expiresAt',
      hide: 3,
      cell: (row) =>
        row.expiresAt === null ? <span className="quiet">Never</span> : <Ago at={row.expiresAt} ahead />,
    },
  ],
}

/** The section. */
export function KeysPage({ params }: { params: URLSearchParams }) {
  return <CollectionPage collection={licenseKeys} spec={spec} params={params} />
}

/** A key as messages name it: enough to know it by, not enough to use it. */
function shortKey(row: LicenseKey): string {
  return `${row.key.slice(0, 7)}… of ${row.customerName}`
}
