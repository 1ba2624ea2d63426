// @vitest-environment happy-dom
// A Svelte component with `$store`, compiled by Svelte itself.
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { flush } from '@freshline/test-utils'
import { createAutoSyncStore, createSyncStore, type Store } from '@freshline/vanilla'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from 'svelte/compiler'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const source = `
<script>
  let { stats, autoSync } = $props()
</script>
<p>{$stats.data ?? $stats.status}</p>
<input type="checkbox" bind:checked={$autoSync}>
`

interface Props {
  readonly stats: Store<unknown>
  readonly autoSync: Store<unknown>
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(import.meta.dirname, '.svelte-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('G3 Svelte', () => {
  it('reads stores by `$`, writes the switch by `bind:`, and leaves when the component does', async () => {
    const manager = new DataSyncManager({ environment: fixedEnvironment() })
    const { mount, unmount, flushSync } = await import('svelte')
    const file = join(folder, 'stats.js')
    writeFileSync(file, compile(source, { filename: 'stats.svelte' }).js.code)
    const compiled: { default: Parameters<typeof mount>[0] } = await import(/* @vite-ignore */ file)
    const target = document.body.appendChild(document.createElement('main'))
    const props: Props = {
      stats: createSyncStore('stats', async () => 5, { manager }),
      autoSync: createAutoSyncStore({ manager }),
    }
    const mounted = mount(compiled.default, { target, props })
    flushSync()
    expect(target.querySelector('p')?.textContent).toBe('pending')
    await flush()
    flushSync()
    expect(target.querySelector('p')?.textContent).toBe('5')
    const box = target.querySelector('input') as HTMLInputElement
    expect(box.checked).toBe(true)
    box.click()
    flushSync()
    expect(manager.isPaused).toBe(true)
    manager.resume()
    flushSync()
    expect(box.checked).toBe(true)
    await unmount(mounted)
    await flush()
    expect(manager.getStatus()).toEqual([])
    manager.dispose()
  })
})
