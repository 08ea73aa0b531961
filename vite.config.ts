import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressAssets } from './src/web/build/compress-assets.ts'
import { englishOnly } from './src/web/build/english-only.ts'
import { leaveOutJsonSchemas } from './src/web/build/leave-out-json-schemas.ts'
import { preloadFonts } from './src/web/build/preload-fonts.ts'

const api = process.env.DATALENS_API ?? 'http://127.0.0.1:8000'

export default defineConfig({
  root: 'src/web',
  plugins: [
    react(),
    tailwindcss(),
    englishOnly(),
    leaveOutJsonSchemas(),
    preloadFonts(/inter-latin-wght-normal/),
    compressAssets(),
  ],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // What the first page needs, in one piece for the shell and one for the list: many small pieces compress badly.
        codeSplitting: {
          groups: [
            { name: 'shell', tags: ['$initial'] },
            { name: 'home', test: /src\/web\/datasets\/home\/home-page\.tsx$/ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    // The API compares Origin with Host, so the proxy must leave Host as the browser sent it.
    proxy: { '^/api/(v1|docs)': { target: api }, '^/health$': { target: api } },
  },
})
