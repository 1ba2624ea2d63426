/**
 * Code for several readers stands in the written pages one below the other, each block under a line with its name in
 * bold, so that the pages read well on disk too. On the site such blocks become tabs.
 */
const named =
  String.raw`\*\*([^*\n]+)\*\*\n\n((?:<!-- snippet \S+ -->\n)?)` + '```(\\w+)\\n((?:(?!```).*\\n)*)```\\n\\n?'
const group = new RegExp(`(?<=\n\n)(?:${named}){2,}`, 'g')

/** The page's text with tabs, as VitePress writes them. */
export function toTabs(text) {
  return text.replace(group, (blocks) => {
    const tabs = [...blocks.matchAll(new RegExp(named, 'g'))].map(
      ([, name, comment, language, code]) => `${comment}\`\`\`${language} [${name}]\n${code}\`\`\`\n`,
    )
    return `::: code-group\n\n${tabs.join('\n')}\n:::\n\n`
  })
}

/** A Vite plugin, before the one that reads the pages. */
export const tabs = {
  name: 'tabs',
  enforce: 'pre',
  transform: (text, id) => (id.endsWith('.md') ? toTabs(text) : undefined),
}
