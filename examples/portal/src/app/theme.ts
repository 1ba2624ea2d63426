/** Light, dark, or what the system says; the choice is remembered. public/theme.js puts it on before the first paint. */
import { ref } from 'vue'

/** What can be chosen. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const STORED_AS = 'keyring-field:theme'

/** The choice. */
export const theme = ref<ThemeChoice>(read())

function read(): ThemeChoice {
  const chosen = document.documentElement.dataset['theme']
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

/** Chooses a theme for this and later visits. */
export function setTheme(choice: ThemeChoice): void {
  theme.value = choice
  if (choice === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = choice
  try {
    if (choice === 'system') localStorage.removeItem(STORED_AS)
    else localStorage.setItem(STORED_AS, choice)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
