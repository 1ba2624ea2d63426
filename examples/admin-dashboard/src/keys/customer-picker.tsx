/**
 * Finds a customer by typing: a combobox with a list of matches, as described by the ARIA authoring practices. A
 * datalist can neither ask a server nor carry an id beside its text.
 */
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import type { Customer } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import { useId, useState, type KeyboardEvent } from 'react'
import { customers } from '../data/collections'
import type { ControlProps } from '../ui/field'
import { countryName } from '../format/labels'
import { useDebounced } from '../ui/use-debounced'

/** What the form knows of the customer. */
interface Picked {
  id: number
  company: string
}

interface CustomerPickerProps {
  control: ControlProps
  /** Name of the form's field that carries the id. */
  name: string
  start: Picked | undefined
}

const SHOWN = 8
const PAUSE = 150

/** Nothing is picked while the text names nobody in particular. */
export function CustomerPicker({ control, name, start }: CustomerPickerProps) {
  const [picked, setPicked] = useState(start)
  const [text, setText] = useState(start?.company ?? '')
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const search = useDebounced(text.trim(), PAUSE)
  const view = { search, status: '', sort: 'company', page: 1 }
  const { data, error } = useSync(isOpen ? customers.list(view) : null, { keepPrevious: true })
  const matches = isOpen ? (data?.items.slice(0, SHOWN) ?? []) : []
  const listId = useId()
  const optionId = (index: number) => `${listId}-${index}`

  const pick = (customer: Customer) => {
    setPicked({ id: customer.id, company: customer.company })
    setText(customer.company)
    setOpen(false)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setOpen(true)
      if (isOpen && matches.length > 0) setActive((active + step + matches.length) % matches.length)
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      const match = matches[active]
      if (match !== undefined) pick(match)
    } else if (event.key === 'Escape' && isOpen) {
      // Closes the list, not the dialog around it.
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    }
  }

  return (
    <div className="combo">
      <input type="hidden" name={name} value={picked?.id ?? ''} />
      <input
        {...control}
        className="input"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={matches.length > 0 ? optionId(active) : undefined}
        placeholder="Type a company, contact or e-mail"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setPicked(undefined)
          setActive(0)
          setOpen(true)
        }}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false)
          if (picked !== undefined) setText(picked.company)
        }}
      />
      <div className="combo-list" role="listbox" id={listId} aria-label="Customers" hidden={!isOpen}>
        {matches.map((customer, index) => (
          <div
            key={customer.id}
            id={optionId(index)}
            className="combo-option"
            role="option"
            aria-selected={index === active}
            onPointerEnter={() => setActive(index)}
            // Before the field loses the focus, which closes the list.
            onPointerDown={(event) => {
              event.preventDefault()
              pick(customer)
            }}
          >
            <span className="truncate">{customer.company}</span>
            <small className="nowrap">{countryName(customer.country)}</small>
          </div>
        ))}
        {isOpen && matches.length === 0 ? (
          <p className="combo-note">{note(data !== undefined, error)}</p>
        ) : null}
      </div>
    </div>
  )
}

function note(isLoaded: boolean, error: Error | undefined): string {
  if (error !== undefined && !isLoaded) return 'Customers could not be loaded.'
  return isLoaded ? 'No customer matches.' : 'Searching …'
}
