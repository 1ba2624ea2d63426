import { describe } from 'vitest'
import { delayModel, policyModel, pollsModel } from './backoff-model'
import { holds } from './model'

describe('waiting after failures', () => {
  holds(delayModel, policyModel, pollsModel)
})
