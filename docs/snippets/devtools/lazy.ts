import { dataSyncManager } from '@freshline/core'

if (localStorage.getItem('devtools') !== null) {
  const { installDevtools } = await import('@freshline/devtools')
  installDevtools(dataSyncManager, { panel: () => import('@freshline/devtools/panel') })
}
