import { httpResource } from '@freshline/core'

export const banner = httpResource<string>('/banner.html', { key: 'banner', parse: (text) => text })
