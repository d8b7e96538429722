import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '**/dist/**', 'e2e/**'];

/**
 * Two groups, so that pure code is tested without a database: `unit` (packages, web, bench) and `server`, whose global
 * setup starts one PostgreSQL for the run. A group whose files are not selected is not set up.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    setupFiles: ['server/test/support/fast-check.ts'],
    // Two cores, and the database needs one of them.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'web/**/*.test.ts', 'web/**/*.test.tsx', 'bench/**/*.test.ts'],
          exclude: never,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['server/**/*.test.ts'],
          exclude: never,
          globalSetup: ['server/test/support/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
    ],
  },
});
