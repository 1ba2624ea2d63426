import { describe } from 'vitest'
import {
  dateModel,
  garbageModel,
  olderModel,
  retryAfterModel,
  sameWordModel,
  shorterModel,
} from './http-model'
import { noStoreModel } from './http-cache-model'
import { holds } from './model'

describe('what a server says', () => {
  holds(garbageModel, shorterModel, olderModel, sameWordModel, dateModel, retryAfterModel, noStoreModel)
})
