/** Goes from light to dark to what the system says. */
import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../ui/button'
import { setTheme, useThemeChoice, type ThemeChoice } from './theme'

const next: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' }
const icons = { system: Monitor, light: Sun, dark: Moon }

/** One button; its name says what is on and what comes next. */
export function ThemeToggle() {
  const choice = useThemeChoice()
  const Icon = icons[choice]
  return (
    <IconButton label={`Theme: ${choice}. Switch to ${next[choice]}`} onClick={() => setTheme(next[choice])}>
      <Icon size={17} aria-hidden />
    </IconButton>
  )
}
