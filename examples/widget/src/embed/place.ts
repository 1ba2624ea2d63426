/** Where the banner stands in a page of others: beside its body, above everything, and on nobody's toes. */

/** Puts the element into the page. Nothing of the page moves, and its body has the children it had. */
export function place(element: HTMLElement): void {
  if (element.isConnected) return
  const { documentElement, body } = document
  // Before the body, so that it comes first on the way of the Tab key; in a page that has none yet, the parser goes on
  // behind it.
  documentElement.insertBefore(element, body)
  raise(element)
}

/** Takes the element out. */
export function displace(element: HTMLElement): void {
  element.remove()
}

/** To the top layer, where neither the page's z-index nor its transforms count. Older browsers do without. */
function raise(element: HTMLElement): void {
  try {
    element.popover = 'manual'
    element.showPopover()
  } catch {
    // The style's own z-index has to do.
  }
}
