/** Looks into the library's elements, which screen queries do not. */

/** All of them. */
function roots(): ShadowRoot[] {
  return [...document.querySelectorAll('freshness-indicator')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
}

/** Presses the Refresh button of a section. */
export function pressRefresh(title: string): void {
  const root = roots().find((each) => each.querySelector(`[aria-label="Freshness of ${title}"]`))
  const button = root?.querySelector<HTMLButtonElement>('[part~="refresh"]')
  if (!button) throw new Error(`There is no Refresh button of ${title}`)
  button.click()
}

/** What the elements warn of. */
export function warnings(): string[] {
  return roots().flatMap((root) => root.querySelector('[part="warning"]')?.textContent || [])
}
