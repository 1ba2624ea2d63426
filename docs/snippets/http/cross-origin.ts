import { dataSyncManager, httpResource } from '@freshline/core'

// Stays a simple request: never a preflight, and unchanged bytes still keep the object that is held.
dataSyncManager.register(
  httpResource('https://api.example/status', { key: 'status', interval: 15_000, conditional: false }),
)
