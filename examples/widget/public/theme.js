// Before the first paint, so that a page that was told to be dark never flashes.
try {
  const theme = localStorage.getItem('freshline-widget:theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Without storage the page is as the system is.
}
