import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS = 120_000;

/** Starts the system as a user would (`npm start`) on a free port with an empty data folder; stops it afterwards. */
export default async function start(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'tongcang-e2e-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../scripts/start.mjs')], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', EXAMPLE: 'S', LOG_LEVEL: 'warn', MQTT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  process.env.BASE_URL = await new Promise<string>((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`no address after ${START_MS} ms: ${said}`)), START_MS);
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const address = /http:\/\/\S+/.exec(said);
      if (address === null) return;
      clearTimeout(late);
      resolve(address[0]);
    });
    child.once('exit', (code) => reject(new Error(`the system ended with ${code}`)));
  });
  return async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
