/** Search and filter of a list. */
import type { RecordStamp } from '@freshline/example-server/api-types'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ListView } from '../data/list-view'
import { formatAmount } from '../format/number'
import { Select } from '../ui/select'
import { SearchField } from '../ui/search-field'
import type { CollectionSpec } from './collection-spec'

interface ListToolbarProps<Row extends RecordStamp & Partial<Create>, Create extends object> {
  spec: CollectionSpec<Row, Create>
  view: ListView
  /** How many records match; undefined while nobody knows. */
  total: number | undefined
  onView: (view: Partial<ListView>) => void
}

/** How many there are is said for screen readers while one searches: what others add meanwhile is no answer to that. */
export function ListToolbar<Row extends RecordStamp & Partial<Create>, Create extends object>(
  props: ListToolbarProps<Row, Create>,
) {
  const { spec, view, total, onView } = props
  const [isUsed, setIsUsed] = useState(false)
  const latest = useRef(onView)
  useEffect(() => {
    latest.current = onView
  })
  const onSearch = useCallback((search: string) => latest.current({ search }), [])
  return (
    <div className="toolbar" onFocus={() => setIsUsed(true)} onBlur={() => setIsUsed(false)}>
      <SearchField
        label={`Search ${spec.title.toLowerCase()}`}
        placeholder={spec.searchHint}
        value={view.search}
        onSearch={onSearch}
      />
      <Select
        className="filter"
        aria-label="Filter"
        value={view.status}
        onChange={(event) => onView({ status: event.currentTarget.value })}
      >
        <option value="">All</option>
        {spec.filters.map((filter) => (
          <option key={filter.value} value={filter.value}>
            {filter.label}
          </option>
        ))}
      </Select>
      <output className="toolbar-note num" aria-live={isUsed ? 'polite' : 'off'}>
        {total === undefined ? '' : formatAmount(total, spec.singular)}
      </output>
    </div>
  )
}
