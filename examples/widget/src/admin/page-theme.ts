/** The colours of this page: the system's, or what was chosen here. public/theme.js puts them on before the first paint. */
import { byId } from './elements'

const NAME = 'freshline-widget:theme'

/** Ties the choice to the page. */
export function connectPageTheme(): void {
  const select = byId('page-theme', HTMLSelectElement)
  const { dataset } = document.documentElement
  select.value = dataset['theme'] ?? 'system'
  select.addEventListener('change', () => {
    if (select.value === 'system') delete dataset['theme']
    else dataset['theme'] = select.value
    try {
      localStorage.setItem(NAME, select.value)
    } catch {
      // It lasts until the page is left.
    }
  })
}
