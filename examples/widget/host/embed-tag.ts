/** The one tag that a site embeds. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the build says of the script. */
export interface EmbedManifest {
  readonly version: string
  /** Below the widget's own address, such as `assets/consent-0123456789ab.js`. */
  readonly path: string
  readonly integrity: string
}

/** What the build wrote into `dist`. */
export function readManifest(dist: string): EmbedManifest {
  try {
    return JSON.parse(readFileSync(join(dist, 'embed.json'), 'utf8')) as EmbedManifest
  } catch (cause) {
    throw new Error(`The widget is not built: there is no embed.json in ${dist}; run "vite build" there`, {
      cause,
    })
  }
}

/** The tag, as the admin page's box gives it out. */
export function embedTag({ path, integrity }: EmbedManifest, cdn: string, site: string): string {
  const source = `${cdn}/widget/${path}`
  return `<script src="${source}" integrity="${integrity}" crossorigin="anonymous" data-site="${site}" defer></script>`
}
