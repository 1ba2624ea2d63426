/** Light, dark, or what the system says; the choice is remembered. public/theme.js puts it on before the first paint. */
import { useSyncExternalStore } from 'react'
import { useMedia } from '../ui/use-media'

/** What can be chosen. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const STORED_AS = 'keyring:theme'
const listeners = new Set<() => void>()

function read(): ThemeChoice {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Chooses a theme for this and later visits. */
export function setTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = choice
  try {
    if (choice === 'system') localStorage.removeItem(STORED_AS)
    else localStorage.setItem(STORED_AS, choice)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The choice. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, read)
}

/** What the choice comes to. */
export function useTheme(): 'light' | 'dark' {
  const choice = useThemeChoice()
  const systemIsDark = useMedia('(prefers-color-scheme: dark)')
  if (choice !== 'system') return choice
  return systemIsDark ? 'dark' : 'light'
}
