import { describe, expect, it } from 'vitest'
import { judge } from './audit.mjs'

const published = ['packages/core', 'packages/server']
const advisory = (paths) => ({
  id: 1,
  github_advisory_id: 'GHSA-x',
  module_name: 'lru-cache',
  severity: 'low',
  title: 'It forgets',
  vulnerable_versions: '<2',
  findings: [{ version: '1.0.0', paths }],
})
const answer = (...paths) => JSON.stringify({ advisories: { 1: advisory(paths) }, metadata: {} })

describe('the audit', () => {
  it('fails for what comes along with a published package, however low', () => {
    const { problems, notes } = judge(answer('.>x', 'packages__server>lru-cache'), published)
    expect([problems, notes]).toEqual([
      ['low: lru-cache <2: It forgets (GHSA-x), through packages/server'],
      [],
    ])
  })

  it('only tells of what nobody installs, and of what was accepted with a reason', () => {
    expect(judge(answer('examples__server>lru-cache'), published)).toMatchObject({
      problems: [],
      notes: [expect.stringContaining('in examples/server alone')],
    })
    expect(judge(answer('packages__core>x'), published, { 'GHSA-x': 'never called' })).toMatchObject({
      problems: [],
      notes: [expect.stringContaining('accepted: never called')],
    })
  })

  it('is content where there is none', () => {
    const none = { problems: [], notes: [], unknown: undefined }
    expect(judge('{"actions":[],"advisories":{},"metadata":{}}', published)).toEqual(none)
  })

  it.each([
    [
      '{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE","message":"responded with 405\\nmore"}}',
      'ERR_PNPM_AUDIT_BAD_RESPONSE',
    ],
    ['', 'no answer'],
    ['<html>', 'no answer'],
    ['npm warn x\n{"error":{}}', 'no answer'],
  ])('knows nothing where the registry does not answer: %s', (text, unknown) => {
    expect(judge(text, published)).toEqual({ problems: [], notes: [], unknown })
  })
})
