import { hashKey } from '@freshline/core'

hashKey('stores') // stores
hashKey(['stores', 42]) // stores:42
hashKey(['stores', { sort: 'name', page: 1 }]) // stores:{"page":1,"sort":"name"}
hashKey(['a', 'b']) // a:b
hashKey(['a:b']) // a\:b
