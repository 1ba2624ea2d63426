/** Copies a text, and shows for a moment that it did. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './button'
import { showToast } from './toast-store'

interface CopyButtonProps {
  /** What the text is, for the button's name: "Copy license key". */
  label: string
  text: string
}

const SHOWN_FOR = 1_500

/** An icon button. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      showToast({
        tone: 'bad',
        title: 'Copying is not allowed here',
        text: 'Select the text and copy it by hand.',
      })
    }
  }

  return (
    <IconButton label={copied ? 'Copied' : label} className="copy-button" small onClick={() => void copy()}>
      {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
    </IconButton>
  )
}
