import { forceRefreshData } from '@freshline/core'

export async function refreshEverything() {
  const { refreshed, unchanged, failed } = await forceRefreshData()
  return `${refreshed.length} changed, ${unchanged.length} unchanged, ${failed.length} failed`
}
