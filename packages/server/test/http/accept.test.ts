import { describe, expect, it } from 'vitest'
import { chooseType } from '../../src/http/accept'

const OFFERED = ['application/json', 'text/plain', 'application/openmetrics-text'] as const

describe('Accept (RFC 9110 section 12.5.1)', () => {
  it.each([
    [null, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/json'],
    ['text/plain', 'text/plain'],
    ['TEXT/Plain; version=0.0.4', 'text/plain'],
    ['text/*', 'text/plain'],
    ['text/plain;q=0.5, application/json;q=0.4', 'text/plain'],
    ['text/plain;q=0, */*;q=0.1', 'application/json'],
    ['application/json;q=0, */*', 'text/plain'],
    [
      'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
      'application/openmetrics-text',
    ],
    ['image/png', undefined],
    ['text/plain;q=2', undefined],
    [`${','.repeat(100_000)}text/plain`, undefined],
  ])('%j chooses %j', (field, type) => {
    expect(chooseType(field, OFFERED)).toBe(type)
  })
})
