import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { parse } from 'yaml'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * The message catalogue is one for server and page (/messages/*.yaml); only what stands under `page:` reaches
 * the browser. Imported as 'messages:zh'.
 */
function messages(): Plugin {
  const prefix = 'messages:'
  return {
    name: 'lianzhao-messages',
    resolveId: (id) => (id.startsWith(prefix) ? '\0' + id : undefined),
    load(id) {
      if (!id.startsWith('\0' + prefix)) return
      const file = here(`../messages/${id.slice(prefix.length + 1)}.yaml`)
      this.addWatchFile(file)
      const catalogue = parse(readFileSync(file, 'utf8')) as { page: unknown }
      return `export default ${JSON.stringify(catalogue.page)}`
    },
  }
}

export default defineConfig({
  plugins: [vue(), messages()],
  resolve: { alias: { '@': here('src') } },
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 600,
    // Everything is served from one origin and named by its content, so it may be cached for ever.
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': process.env.LIANZHAO_SERVER ?? 'http://127.0.0.1:8080' } },
  test: { environment: 'node', include: ['src/**/*.test.ts'], pool: 'threads', isolate: false },
})
