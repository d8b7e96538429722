// Builds the web once (again when its sources changed) and starts the system. Everything else is the server's.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'web/dist/index.html');

/** The newest change below a folder, in milliseconds; what is built and installed does not count. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

const sources = ['web', 'packages/contract/src', 'packages/udi/src'].map((folder) =>
  newest(join(root, folder)),
);
if (!existsSync(built) || statSync(built).mtimeMs < Math.max(...sources)) {
  const vite = join(dirname(createRequire(join(root, 'web/')).resolve('vite/package.json')), 'bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
process.argv.splice(1, 1, join(root, 'server/src/main.ts'));
await import(join(root, 'server/src/main.ts'));
