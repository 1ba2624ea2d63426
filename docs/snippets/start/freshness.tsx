import { useAutoSync, useFreshness, useSync } from '@freshline/react'
import { stores } from './stores'

export function StoresFreshness() {
  const { age, freshness, isOverdue } = useFreshness('stores')
  const { refresh, isFetching } = useSync(stores)
  const { enabled, toggle } = useAutoSync()
  return (
    <p>
      {isOverdue && <strong>This list may be out of date. </strong>}
      {age === undefined ? 'Not loaded yet' : `Updated ${Math.round(age / 1000)} s ago (${freshness})`}
      <button disabled={isFetching} onClick={() => void refresh()}>
        Refresh now
      </button>
      <label>
        <input type="checkbox" checked={enabled} onChange={toggle} /> Auto-sync
      </label>
    </p>
  )
}
