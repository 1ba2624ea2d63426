import type { ReleaseAsset } from '@freshline/example-server/api-types'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { downloadAsset, verify } from '../src/data/download'

const asset: ReleaseAsset = {
  id: 7,
  name: 'agent.deb',
  platform: 'Linux, x64',
  contentType: 'application/octet-stream',
  size: 3,
  downloads: 0,
  // Of the three letters abc, as the standard has it.
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
}
const bytes = (text: string) => new TextEncoder().encode(text).buffer

const clicks: string[] = []
const answer = (response: Response) => {
  vi.stubGlobal('fetch', () => Promise.resolve(response))
  vi.stubGlobal(
    'URL',
    Object.assign(class extends URL {}, { createObjectURL: () => 'blob:x', revokeObjectURL() {} }),
  )
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    clicks.push(this.download)
  })
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  clicks.length = 0
})

describe('verify', () => {
  it('compares with the checksum of the release', async () => {
    expect(await verify(bytes('abc'), asset.sha256)).toBe('verified')
    expect(await verify(bytes('abd'), asset.sha256)).toBe('corrupt')
  })

  it('says that it could not where the browser cannot', async () => {
    vi.stubGlobal('crypto', {})
    expect(await verify(bytes('abc'), asset.sha256)).toBe('unchecked')
  })
})

describe('downloadAsset', () => {
  it('saves what is right', async () => {
    answer(new Response('abc'))
    expect([await downloadAsset(asset), clicks]).toEqual(['verified', ['agent.deb']])
  })

  it('saves nothing that is wrong', async () => {
    answer(new Response('abd'))
    expect([await downloadAsset(asset), clicks]).toEqual(['corrupt', []])
  })

  it('gives up on a server that does not answer', async () => {
    const patience = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal)
    vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
      return new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new Error('timed out'))),
      )
    })
    const download = downloadAsset(asset)
    patience.abort()
    await expect(download).rejects.toThrow('did not arrive in time')
  })

  it('rejects with the server’s sentence, or its own', async () => {
    answer(Response.json({ error: { message: 'The file could not be got.' } }, { status: 503 }))
    await expect(downloadAsset(asset)).rejects.toThrow('The file could not be got.')
    answer(new Response('<h1>', { status: 502 }))
    await expect(downloadAsset(asset)).rejects.toThrow('The file could not be downloaded.')
  })
})
