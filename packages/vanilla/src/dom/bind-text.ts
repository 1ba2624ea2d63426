/** Text and attributes of an element, kept to a store. What is bound is text, and never becomes markup or script. */
import { OptionError } from '@freshline/core'
import { bind, toShownValue, type Readable } from './bind'

/**
 * Keeps the text of an element to what `select` makes of the store's value; `null` and `undefined` are no text.
 * By default the data of a sync store is shown, and any other store's value. Answers how to unbind, which leaves the
 * text as it is. Ends by itself when the element is gone for good.
 *
 * @example
 * bindText(document.querySelector('#users'), stats, ({ data }) => data?.users ?? '…')
 */
export function bindText<T>(
  element: Node,
  store: Readable<T>,
  select: (value: T) => unknown = toShownValue,
): () => void {
  return bind(element, store, (node, value) => {
    const text = String(select(value) ?? '')
    if (node.textContent !== text) node.textContent = text
  })
}

/** Attributes whose text a browser runs or parses. */
const RUN = /^(on.*|srcdoc)$/i
/** Attributes that lead somewhere, and those by which an SVG changes where another one leads. */
const LEADS = /^(href|src|action|formaction|data|xlink:href|to|from|by|values)$/i

/**
 * Keeps an attribute of an element to what `select` makes of the store's value: `null`, `undefined` and `false` remove
 * it, `true` sets it empty. A `javascript:` address removes it, too. Answers how to unbind, which leaves it as it is.
 *
 * @throws OptionError for attributes that are run or parsed: event handlers and `srcdoc`
 */
export function bindAttribute<T>(
  element: Element,
  name: string,
  store: Readable<T>,
  select: (value: T) => unknown = toShownValue,
): () => void {
  if (RUN.test(name)) throw new OptionError('name', name, 'an attribute that holds text, no event handler')
  return bind(element, store, (target, value) => {
    const text = toAttribute(name, select(value))
    if (text === undefined) target.removeAttribute(name)
    else if (target.getAttribute(name) !== text) target.setAttribute(name, text)
  })
}

function toAttribute(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === false) return undefined
  const text = value === true ? '' : String(value)
  // Browsers look past spaces and control characters in front of an address, and line breaks in it. `values` is a list.
  const isScript = LEADS.test(name) && /(^|;)javascript:/i.test(text.replaceAll(/[\p{Cc}\s]/gu, ''))
  return isScript ? undefined : text
}
