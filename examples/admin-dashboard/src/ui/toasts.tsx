/** Draws the toasts. Radix announces them, pauses them while pointed at or focused, and lets F8 reach them. */
import * as RadixToast from '@radix-ui/react-toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button, IconButton } from './button'
import { dismissToast, toastStore, type Toast } from './toast-store'

/** Failures stay long enough to be read and acted on. */
const DURATION = { ok: 4_000, bad: 9_000 }

/** Rendered once, at the end of the page. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.getSnapshot)
  return (
    <RadixToast.Provider label="Notification" swipeDirection="right">
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
      <RadixToast.Viewport className="toasts" label="Notifications ({hotkey})" />
    </RadixToast.Provider>
  )
}

function ToastItem({ toast }: { toast: Toast }) {
  const { id, tone, title, text, action } = toast
  return (
    <RadixToast.Root
      className={`toast toast-${tone}`}
      type={tone === 'bad' ? 'foreground' : 'background'}
      duration={DURATION[tone]}
      onOpenChange={(open) => {
        if (!open) dismissToast(id)
      }}
    >
      {tone === 'ok' ? <CircleCheck size={17} aria-hidden /> : <CircleAlert size={17} aria-hidden />}
      <div>
        <RadixToast.Title className="toast-title">{title}</RadixToast.Title>
        {text === undefined ? null : (
          <RadixToast.Description className="toast-text">{text}</RadixToast.Description>
        )}
        {action === undefined ? null : (
          <RadixToast.Action asChild altText={action.label}>
            <Button small onClick={action.run}>
              {action.label}
            </Button>
          </RadixToast.Action>
        )}
      </div>
      <RadixToast.Close asChild>
        <IconButton label="Dismiss" small>
          <X size={14} aria-hidden />
        </IconButton>
      </RadixToast.Close>
    </RadixToast.Root>
  )
}
