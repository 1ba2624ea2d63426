/** The environment port: whether anybody looks at the page, and whether there is a network. */

/** Where the page stands. Read anew at every use; `subscribe` only says that it is worth reading again. */
export interface Environment {
  /** Whether the page is shown and not frozen. Without a document: true. */
  isVisible(): boolean
  /** Whether there is a network, as far as the platform knows. */
  isOnline(): boolean
  /** Whether the window has the focus. Optional: without it, it always has. */
  isFocused?(): boolean
  /** Calls `onChange`, which carries nothing, whenever an answer may have changed. Answers how to stop. */
  subscribe(onChange: () => void): () => void
}

/** An environment that can be set by hand: for servers, workers and tests. */
export interface FixedEnvironment extends Environment {
  /** Changes what the environment answers, and tells. */
  set(state: { visible?: boolean; online?: boolean; focused?: boolean }): void
}

/** An environment that stays as it is until it is set. Default: visible, online, focused. */
export function fixedEnvironment(
  start: { visible?: boolean; online?: boolean; focused?: boolean } = {},
): FixedEnvironment {
  const state = { visible: true, online: true, focused: true, ...start }
  const listeners = new Set<() => void>()
  return {
    isVisible: () => state.visible,
    isOnline: () => state.online,
    isFocused: () => state.focused,
    subscribe(onChange) {
      const own = () => onChange()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    set(next) {
      Object.assign(state, next)
      for (const listener of [...listeners]) listener()
    },
  }
}
