import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from 'vue'
import { parseNotes } from '../src/releases/parse-notes'
import ReleaseNotes from '../src/releases/release-notes.vue'

const show = (notes: string) => {
  const holder = document.body.appendChild(document.createElement('div'))
  createApp(ReleaseNotes, { notes, level: 3 }).mount(holder)
  return holder
}

afterEach(() => document.body.replaceChildren())

describe('parseNotes', () => {
  it('reads headings, lists, paragraphs, code and what is strong', () => {
    expect(parseNotes('One\nline.\n\n## Fixed\n- a `b` c\n* **d**\n\nEnd')).toEqual([
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'One line.' }] },
      { kind: 'heading', spans: [{ kind: 'text', text: 'Fixed' }] },
      {
        kind: 'list',
        items: [
          [
            { kind: 'text', text: 'a ' },
            { kind: 'code', text: 'b' },
            { kind: 'text', text: ' c' },
          ],
          [{ kind: 'strong', text: 'd' }],
        ],
      },
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'End' }] },
    ])
  })

  it('takes what stands in code as it is written, and leaves alone what is not closed', () => {
    expect(parseNotes('`a ** b ** c` and **open and `so')[0]).toEqual({
      kind: 'paragraph',
      spans: [
        { kind: 'code', text: 'a ** b ** c' },
        { kind: 'text', text: ' and **open and `so' },
      ],
    })
  })

  it('is empty for nothing, and gets to the end of a hostile text', () => {
    expect(parseNotes('\n \r\n')).toEqual([])
    // A pattern that goes back on its steps would take longer than any test may.
    for (const text of ['`', '**', '#', '- ', '`a'])
      expect(parseNotes(text.repeat(50_000)).length).toBeLessThan(20_000)
  })
})

describe('release notes', () => {
  it('show what looks like HTML as text', () => {
    const holder = show('## <img src=x onerror=alert(1)>\n- **<b>** [link](javascript:alert(1)) `<script>`')
    expect(holder.querySelectorAll('img, script, a, b')).toHaveLength(0)
    expect(holder.querySelector('h3')?.textContent).toBe('<img src=x onerror=alert(1)>')
    expect(holder.querySelector('li')?.textContent).toContain('[link](javascript:alert(1))')
  })

  it('say so where there are none', () => {
    expect(show('').textContent).toContain('without notes')
  })
})
