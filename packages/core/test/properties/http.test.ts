import { describe } from 'vitest'
import { dateModel, retryAfterModel } from './http-date-model'
import { garbageModel, olderModel, sameWordModel, shorterModel } from './http-model'
import { noStoreModel } from './http-cache-model'
import { holds } from './model'

describe('what a server says', () => {
  holds(garbageModel, shorterModel, olderModel, sameWordModel, dateModel, retryAfterModel, noStoreModel)
})
