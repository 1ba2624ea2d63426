/** The toasts that are on screen, kept outside React so that any code can say something. */

/** One message. */
export interface Toast {
  id: number
  tone: 'ok' | 'bad'
  title: string
  text?: string | undefined
  /** A way out, such as "Edit again". */
  action?: { label: string; run: () => void } | undefined
}

/** More than these at once are noise; the oldest leave first. */
const MOST = 4

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let nextId = 1

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Shows a message and answers its id. */
export function showToast(toast: Omit<Toast, 'id'>): number {
  const id = nextId++
  set([...toasts, { ...toast, id }].slice(-MOST))
  return id
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id))
}

/** For `useSyncExternalStore`. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  getSnapshot: (): readonly Toast[] => toasts,
}
