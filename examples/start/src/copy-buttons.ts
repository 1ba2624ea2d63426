/** Commands in the text become buttons that copy them. */

/** How long "Copied" stays, in milliseconds. */
const COPIED_FOR = 1_600

/** Turns each `.code` into one; where there is no clipboard, they stay as they are. */
export function addCopyButtons(page: Document): void {
  // Pages that did not come over a secure connection have none.
  const clipboard = page.defaultView?.navigator.clipboard
  if (!clipboard) return
  for (const code of page.querySelectorAll('.code')) code.replaceWith(toButton(code, clipboard))
}

function toButton(code: Element, clipboard: Clipboard): HTMLButtonElement {
  const page = code.ownerDocument
  const button = page.createElement('button')
  const said = page.createElement('span')
  said.setAttribute('role', 'status')
  said.className = 'copied'
  button.type = 'button'
  button.className = 'code'
  button.title = 'Copy'
  button.append(...code.childNodes, said)
  const command = button.textContent.trim()
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = (text: string) => {
    said.textContent = text
    clearTimeout(timer)
    timer = setTimeout(() => (said.textContent = ''), COPIED_FOR)
  }
  button.addEventListener('click', () => {
    clipboard.writeText(command).then(
      () => say('Copied'),
      () => say('Not copied'),
    )
  })
  return button
}
