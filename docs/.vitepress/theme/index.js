/** The site's theme: VitePress's own, in this project's colours. */
import DefaultTheme from 'vitepress/theme-without-fonts'
import './theme.css'

export default DefaultTheme
