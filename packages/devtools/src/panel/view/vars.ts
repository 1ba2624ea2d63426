/**
 * Sets custom properties on an element through the CSSOM. A style attribute would be refused by a strict
 * Content-Security-Policy.
 */
import { noChange } from 'lit'
import { Directive, directive, type ElementPart } from 'lit/directive.js'

class VarsDirective extends Directive {
  readonly #set = new Map<string, string>()

  override render(_vars: Readonly<Record<`--${string}`, string | number>>): unknown {
    return noChange
  }

  override update(part: ElementPart, [vars]: Parameters<this['render']>): unknown {
    const { style } = part.element as HTMLElement
    for (const [name, value] of Object.entries(vars)) {
      const text = String(value)
      if (this.#set.get(name) === text) continue
      this.#set.set(name, text)
      style.setProperty(name, text)
    }
    return noChange
  }
}

/** `<div ${vars({ '--share': 0.5 })}>` */
export const vars = directive(VarsDirective)
