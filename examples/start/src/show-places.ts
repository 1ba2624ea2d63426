/** Links to what runs at other ports, where it does. */
import type { PlacesAnswer } from '@freshline/example-server/api-types'
import { bindAttribute, type SyncStore } from '@freshline/vanilla'

/** Shows the link to the page that embeds the banner as long as there is one. */
export function showPlaces(places: SyncStore<PlacesAnswer>, page: Document): void {
  const link = page.getElementById('host-page')
  if (!link) return
  bindAttribute(link, 'href', places, ({ data }) => data?.hostPage ?? undefined)
  bindAttribute(link, 'hidden', places, ({ data }) => (data?.hostPage ? undefined : ''))
}
