import { httpResource } from '@freshline/core'
import * as v from 'valibot'

const schema = v.array(v.object({ id: v.number(), name: v.string() }))

export const stores = httpResource('/api/stores', { key: 'stores', interval: 15_000, schema })
