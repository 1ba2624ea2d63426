// The bakery's own script. Of the banner it knows the global and the event that its vendor's documentation names.
const basket = []
document.addEventListener('click', (event) => {
  const bought = event.target.closest('[data-buy]')?.dataset.buy
  if (bought) {
    basket.push(bought)
    document.querySelector('[data-basket]').textContent =
      basket.length === 1 ? bought : `${basket.length} things`
  }
  if (event.target.closest('[data-consent-open]')) window.FreshlineConsent?.open()
})

function showChoice(choice) {
  document.querySelector('[data-consent]').textContent =
    choice?.answer === 'accept' ? 'Visits are counted, thank you.' : 'Visits are not counted.'
}
document.addEventListener('freshline-consent', (event) => showChoice(event.detail))
if (window.FreshlineConsent) {
  showChoice(window.FreshlineConsent.choice)
  document.querySelector('[data-consent-open]').hidden = false
}
