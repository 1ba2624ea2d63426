import { describe } from 'vitest'
import { indexModel, patternModel, readBackModel, stepsModel } from './keys-model'
import { holds } from './model'

describe('keys and patterns', () => {
  holds(readBackModel, patternModel, stepsModel, indexModel)
})
