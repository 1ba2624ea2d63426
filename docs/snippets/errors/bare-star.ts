import { dataCache } from '@freshline/core'

dataCache.set(['search', '5*'], []) // search:5\*
dataCache.set('search:5\\*', []) // the same key
