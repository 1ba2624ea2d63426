/** Asks before something that others will see. */
import { byId } from './elements'

/** Asks in the page's dialog; resolves with whether it was agreed to. Escape is no. */
export function confirm(title: string, text: string, yes: string): Promise<boolean> {
  const dialog = byId('confirm', HTMLDialogElement)
  byId('confirm-title', HTMLElement).textContent = title
  byId('confirm-text', HTMLElement).textContent = text
  byId('confirm-yes', HTMLElement).textContent = yes
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
  })
}
