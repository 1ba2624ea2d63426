import { dataSyncManager, HttpError } from '@freshline/core'

dataSyncManager.on('error', ({ snapshot }) => {
  const error = snapshot?.error
  if (!(error instanceof HttpError) || error.status !== 401) return
  dataSyncManager.reset()
  location.assign(`/sign-in?from=${encodeURIComponent(location.pathname)}`)
})
