import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { on_field_refused } from './api/calls'
import { first_language, i18n, set_language } from './shared/language'
import { guard_limits, limit, mark_refused } from './shared/limit'
import 'element-plus/es/components/base/style/css'
import './shared/styles.css'

const app = createApp(App).use(createPinia()).use(i18n).directive('limit', limit)
guard_limits(document)
// The dialog that was sent may still be busy: it is marked when the page has settled.
on_field_refused((field, message) => requestAnimationFrame(() => mark_refused(field, message)))
void set_language(first_language()).then(() => {
  // The router asks who is signed in, so it comes after the store.
  app.use(router).mount('#app')
})
