import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './build/compressed.ts';

/** Where a Minuta runs whose API and simulator the development server shows. */
const backend = process.env['MINUTA_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that know `light-dark()`: made of variables for older ones it misses Mantine's own colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 1_200,
  },
  server: { proxy: Object.fromEntries(['/api/v1', '/simulator', '/files'].map((path) => [path, backend])) },
});
