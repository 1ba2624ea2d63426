import { dataSyncManager, httpResource } from '@freshline/core'

// A simple request: never a preflight. The browser itself sends If-None-Match.
dataSyncManager.register(
  httpResource('https://api.example/status', { key: 'status', interval: 15_000, conditional: false }),
)
