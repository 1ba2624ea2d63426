import { describe, expect, it } from 'vitest'
import { CodedError } from './coded-error'

class MineError extends CodedError {}

describe('CodedError', () => {
  it('carries code, message, cause, and the name of its class', () => {
    const cause = new Error('why')
    const error = new MineError('mine', 'what', { cause })
    expect(error).toBeInstanceOf(Error)
    expect([error.code, error.message, error.cause, error.name]).toEqual(['mine', 'what', cause, 'MineError'])
    expect('cause' in new CodedError('mine', 'what')).toBe(false)
  })
})
