import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Build of the desk.
 *
 * The server replaces `__CSP_NONCE__` in `index.html` with the nonce of each answer, so that the style tags
 * which Ant Design writes at run time pass a strict Content-Security-Policy.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Written out so that a build without it drops the samples altogether.
  define: { 'import.meta.env.VITE_KIT': JSON.stringify(process.env.VITE_KIT ?? '') },
  html: { cspNonce: '__CSP_NONCE__' },
  server: {
    host: '127.0.0.1',
    // The host stays as the browser named it: the server refuses changes whose Origin is another one.
    proxy: Object.fromEntries(
      ['/api', '/healthz'].map((path) => [
        path,
        { target: `http://127.0.0.1:${process.env.PORT ?? '8080'}`, changeOrigin: false },
      ]),
    ),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The manifest is what the budget test reads to know which files a page loads first.
    manifest: true,
    chunkSizeWarningLimit: 1300,
    rolldownOptions: {
      // The kit and the contract are only declarations: what a page does not use is left out of what it loads.
      treeshake: {
        moduleSideEffects: [
          { test: /[\\/]web[\\/]ui[\\/].*\.tsx?$/, sideEffects: false },
          { test: /[\\/]packages[\\/]\w+[\\/]src[\\/]/, sideEffects: false },
        ],
      },
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 30 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 20 },
          ],
        },
      },
    },
  },
});
