import { describe, expect, it } from 'vitest'
import { Redactor } from '../src/redact'

describe('Redactor', () => {
  it('shows nothing of a line where the function that names its secrets throws', () => {
    const redactor = new Redactor(() => {
      throw new Error('broken')
    })
    expect(redactor.line('the secret of the house')).toBe('(redact failed)')
    expect(redactor.preview({ note: 'the secret of the house' })).toEqual({
      '(redact failed)': '(redact failed)',
    })
  })

  it('cuts what that function names', () => {
    expect(new Redactor(() => ['of the house']).line('the secret of the house')).toBe('the secret of the h…')
  })
})
