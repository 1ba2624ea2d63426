import { describe, expect, it } from 'vitest'
import { AttemptLimit, networkOf } from '../src/http/attempt-limit.ts'

const from = (ip: string) => Object.assign(new Request('http://server/'), { ip })

describe('AttemptLimit', () => {
  it('counts each address by itself', () => {
    const limit = new AttemptLimit({ attempts: 1, per: 1_000 }, () => 0)
    limit.check(from('10.0.0.1'), 'Too many.')
    limit.check(from('10.0.0.2'), 'Too many.')
    expect(() => limit.check(from('10.0.0.1'), 'Too many.')).toThrow('Too many.')
  })

  it('counts an IPv4 address as the same one however it is written', () => {
    const limit = new AttemptLimit({ attempts: 1, per: 1_000 }, () => 0)
    limit.check(from('10.0.0.1'), 'Too many.')
    expect(() => limit.check(from('::ffff:10.0.0.1'), 'Too many.')).toThrow('Too many.')
    limit.check(from('::ffff:10.0.0.2'), 'Too many.')
  })

  it('is not passed by with the addresses of one IPv6 network', () => {
    const limit = new AttemptLimit({ attempts: 1, per: 1_000 }, () => 0)
    limit.check(from('2001:db8:1:2::1'), 'Too many.')
    expect(() => limit.check(from('2001:db8:1:2:aaaa:bbbb:cccc:dddd'), 'Too many.')).toThrow('Too many.')
    limit.check(from('2001:db8:1:3::1'), 'Too many.')
  })
})

describe('networkOf', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['', ''],
    ['::1', '0:0:0:0'],
    ['2001:DB8::1', '2001:db8:0:0'],
    ['2001:db8::5:6:7:8:9', '2001:db8:0:5'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4'],
  ])('%j is in %j', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
