/** The site's theme: VitePress's own, in this project's colours, with a main landmark on the first page too. */
import { useData } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { defineComponent, h, onMounted, watch } from 'vue'
import './theme.css'

const Layout = defineComponent({
  setup() {
    const { frontmatter } = useData()
    const mark = () => {
      const content = document.getElementById('VPContent')
      if (frontmatter.value.layout === 'home') content?.setAttribute('role', 'main')
      else content?.removeAttribute('role')
    }
    onMounted(() => watch(() => frontmatter.value.layout, mark, { immediate: true, flush: 'post' }))
    return () => h(DefaultTheme.Layout)
  },
})

export default { extends: DefaultTheme, Layout }
