import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { first_language, i18n, set_language } from './shared/language'
import 'element-plus/es/components/base/style/css'
import './shared/styles.css'

const app = createApp(App).use(createPinia()).use(i18n)
void set_language(first_language()).then(() => {
  // The router asks who is signed in, so it comes after the store.
  app.use(router).mount('#app')
})
