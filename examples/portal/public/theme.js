// Puts a remembered theme on before the first paint; src/app/theme.ts does everything else about themes.
try {
  var remembered = localStorage.getItem('keyring-field:theme')
  if (remembered === 'light' || remembered === 'dark') document.documentElement.dataset.theme = remembered
} catch {
  // Storage may be switched off; then the system's theme is used.
}
