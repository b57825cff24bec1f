import { defineConfig } from 'vite';

/**
 * Builds the program into `dist/`: a bot loads 64 files instead of 1,072, and needs 30 MB less memory under load.
 * `bin/main.js` runs it as long as no source is younger.
 */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node26',
    outDir: 'dist',
    emptyOutDir: true,
    copyPublicDir: false,
    // Names stay, so that a report of an error tells where it happened.
    minify: false,
    rolldownOptions: {
      input: { main: 'src/main.ts', 'pglite-worker': 'src/platform/database/pglite-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: {
    noExternal: true,
    // They read files of their own, which lie beside them.
    external: ['@electric-sql/pglite', '@fastify/swagger', '@fastify/swagger-ui', '@platformatic/kafka', 'pg-native'],
  },
});
