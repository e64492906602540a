import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.ZIGGIE_URL ?? 'http://127.0.0.1:54112'

/** The dev server stands in front of a running Ziggie; Origin must then be Ziggie's own. */
const proxied = { target: server, changeOrigin: true, ws: true, headers: { origin: server } }

/** Few files at the first visit: what every page needs comes in three, and changes only when its packages do. */
const groups = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack|openapi-fetch)[\\/]/, minShareCount: 2 },
  { name: 'mantine', test: /node_modules[\\/](@mantine|@floating-ui|clsx|react-remove-scroll)/, minShareCount: 5 },
  { name: 'shared', test: /src[\\/](api|components|feeds|format|theme)[\\/]/, minShareCount: 5 },
]

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy: { '/api': proxied, '/health': proxied, '/openapi.json': proxied } },
  build: {
    target: 'es2022',
    // Inlined data: fonts and scripts would need holes in the Content-Security-Policy.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rollupOptions: { output: { advancedChunks: { groups } } },
  },
})
