/**
 * Pictures of docs/pictures are put into the page itself, so that they follow its light and dark theme; on disk they
 * are plain image files that follow the system's.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** A markdown-it plugin for images that stand alone in a paragraph. */
export function drawPictures(markdown) {
  markdown.core.ruler.push('pictures', (state) => {
    const { path } = state.env
    if (path === undefined) return
    state.tokens.forEach((token, place) => {
      const [image, more] = token.children ?? []
      const source = image?.attrGet('src') ?? ''
      if (image?.type !== 'image' || more || !/pictures\/[\w-]+\.svg$/.test(source)) return
      const drawing = readFileSync(resolve(dirname(path), source), 'utf8').replace(
        /<style>.*?<\/style>\s*/s,
        '',
      )
      token.type = 'html_block'
      token.content = `<div class="picture" tabindex="0" role="group" aria-label="Picture">${drawing}</div>\n`
      token.children = null
      const [before, after] = [state.tokens[place - 1], state.tokens[place + 1]]
      if (before) before.hidden = true
      if (after) after.hidden = true
    })
  })
}
