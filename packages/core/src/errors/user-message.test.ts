import { describe, expect, it } from 'vitest'
import { CodedError } from '../base/coded-error'
import { HttpError } from './http-error'
import { NetworkError } from './network-error'
import { userMessage } from './user-message'

const network = new NetworkError('GET /x?token=… failed')
const missing = new HttpError('m', { status: 404, headers: new Headers() })
const general = 'Something went wrong. Try again.'

describe('userMessage', () => {
  it('tells people what the error says for them', () => {
    expect(userMessage(network)).toBe(network.userMessage)
    expect(userMessage(missing)).toBe(missing.userMessage)
  })

  it('keeps technical texts from people', () => {
    for (const error of [
      new TypeError('x is undefined'),
      new CodedError('disposed', 'm'),
      'text',
      null,
      undefined,
    ]) {
      expect(userMessage(error)).toBe(general)
    }
  })

  it('takes own texts by code', () => {
    expect(userMessage(network, { network: 'Keine Verbindung.' })).toBe('Keine Verbindung.')
    expect(userMessage(missing, { network: 'Keine Verbindung.' })).toBe(missing.userMessage)
    expect(userMessage(new CodedError('disposed', 'm'), { disposed: 'Vorbei.' })).toBe('Vorbei.')
  })

  it('takes `unknown` for everything that is not ours', () => {
    const messages = { unknown: 'Oje.' }
    for (const error of [new TypeError('x'), 'text', new CodedError('disposed', 'm')]) {
      expect(userMessage(error, messages)).toBe('Oje.')
    }
    expect(userMessage(network, messages)).toBe(network.userMessage)
  })

  it('gives functions the error', () => {
    const messages = { http_status: (error: Error) => `Status ${(error as HttpError).status}` }
    expect(userMessage(missing, messages)).toBe('Status 404')
    expect(userMessage('text', { unknown: (error) => error.message })).toMatch(/other than an Error/)
  })
})
