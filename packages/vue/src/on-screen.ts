/** When a composable is at work: while its component is mounted and not put away, or while its scope lives. */
import {
  getCurrentInstance,
  getCurrentScope,
  hasInjectionContext,
  inject,
  onActivated,
  onDeactivated,
  onMounted,
  onScopeDispose,
  ssrContextKey,
  type ComponentInternalInstance,
} from 'vue'

/** Whether this is a server render. */
export function isServer(): boolean {
  return typeof document === 'undefined' || (hasInjectionContext() && !!inject(ssrContextKey, undefined))
}

/** Whether what is rendered first has to be what a server renders: on a server, and where a browser takes that over. */
export function isServed(): boolean {
  // A component that takes over what is there already has its element before it has rendered. (A node that is
  // rendered once more has one too, which is nowhere.)
  return !!getCurrentInstance()?.vnode.el?.['parentNode'] || isServer()
}

/**
 * Calls `enter` when the component is mounted, and what that answers when it leaves; KeepAlive puts it away, and
 * brings it back. In a scope that is not a component's it enters at once. Never on a server.
 * Answers how to leave and enter again where it has entered.
 */
export function whileOnScreen(enter: () => () => void): () => void {
  let leave: (() => void) | undefined
  const instance = getCurrentInstance()
  const come = (): void => {
    if (!isPutAway(instance)) leave ??= enter()
  }
  const go = (): void => {
    leave?.()
    leave = undefined
  }
  // A store's or a library's scope outlives the component that happens to use it first.
  if (instance && (instance as { readonly scope?: unknown }).scope === getCurrentScope()) {
    onMounted(come)
    onActivated(come)
    onDeactivated(go)
  } else if (!isServer()) come()
  onScopeDispose(go)
  return () => {
    if (!leave) return
    go()
    come()
  }
}

/** Whether KeepAlive holds a component, or one above it: what comes in there meanwhile waits with it. */
function isPutAway(instance: ComponentInternalInstance | null): boolean {
  return !!instance && (instance.isDeactivated || isPutAway(instance.parent))
}
