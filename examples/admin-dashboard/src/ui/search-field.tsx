/** A search box that waits until the typing stops, and that Ctrl+K (or ⌘K) jumps to. */
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './button'

interface SearchFieldProps {
  label: string
  placeholder: string
  /** What is searched for now. */
  value: string
  onSearch: (text: string) => void
}

/** Milliseconds without a keystroke after which the search starts. */
const PAUSE = 250

/** Enter searches at once, Escape empties. */
export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  // The search may also be changed from outside: by the back button, or by "Clear filters".
  if (value !== known) {
    setKnown(value)
    setText(value)
  }

  useEffect(() => {
    const wanted = text.trim()
    if (wanted === value) return
    const timer = setTimeout(() => {
      setKnown(wanted)
      onSearch(wanted)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])

  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      input.current?.select()
    }
    addEventListener('keydown', jump)
    return () => removeEventListener('keydown', jump)
  }, [])

  return (
    // The element of that name is too young for some tools.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div className="search" role="search">
      <Search size={15} aria-hidden />
      <input
        ref={input}
        className="input"
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSearch(text.trim())
          if (event.key === 'Escape') setText('')
        }}
      />
      <span className="search-end">
        {text === '' ? (
          <kbd className="kbd" aria-hidden>
            Ctrl K
          </kbd>
        ) : (
          <IconButton label="Clear search" small onClick={() => setText('')}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </span>
    </div>
  )
}
