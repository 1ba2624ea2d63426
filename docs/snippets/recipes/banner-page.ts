import { fetchFresh, httpResource, type DataSyncManager, type Transport } from '@freshline/core'

interface Banner {
  text: string
  revision: number
}

export const banner = (transport?: Transport) =>
  httpResource<Banner>('/api/banner', {
    key: 'banner',
    interval: 60_000,
    version: ({ revision }: Banner) => revision, // older revisions never replace newer ones
    transport,
  })

export const publish = (manager: DataSyncManager, text: string, transport?: Transport) =>
  manager.mutate(() => fetchFresh<Banner>('/api/banner', { method: 'PUT', body: text, transport }), {
    invalidates: ['banner'],
    commit: [{ key: 'banner', data: (saved) => saved }],
  })
