import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The suites over public vectors that lie beside the project; each skips itself with a message when they are absent. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: { include: ['conformance/**/*.conformance.ts'], testTimeout: 120_000 },
});
