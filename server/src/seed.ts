import { readFileSync } from 'node:fs';
import { DemandFileError, generateCompany, mapDemandFile, withDemand } from './example/index.ts';
import { loadConfig } from './platform/config.ts';
import { createLog } from './platform/log.ts';
import { companyToday, isEmpty, seedCompany } from './seed-example.ts';
import { openDatabase } from './system.ts';

/**
 * `npm run seed -- [--size=S|M|L] [--seed=N] [--demand=FILE]`: writes the example company into an empty database.
 * With a demand file (columns id, category, freq, h, train, test) its series become the company's demand history.
 */
function option(name: string): string | undefined {
  const argv = process.argv.slice(2);
  const joined = argv.find((a) => a.startsWith(`--${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 3);
  const at = argv.indexOf(`--${name}`);
  return at < 0 ? undefined : argv[at + 1];
}

const config = loadConfig();
const database = await openDatabase(config, createLog({ log_level: 'warn' }));
try {
  const size = option('size') ?? 'S';
  if (size !== 'S' && size !== 'M' && size !== 'L') throw new Error(`--size is S, M or L, not ${size}`);
  const seed = Number(option('seed') ?? 1);
  if (!Number.isSafeInteger(seed)) throw new Error('--seed must be a whole number');
  if (!(await isEmpty(database.db)))
    throw new Error('the database holds a company already; nothing was changed');
  const today = await companyToday(database.db);
  const company = generateCompany({ size, seed, today });
  const file = option('demand');
  const demand =
    file === undefined ? null : mapDemandFile({ csv: readFileSync(file, 'utf8'), company, seed, today });
  if (demand !== null)
    process.stdout.write(
      `${demand.assignments.length} series of demand stand for items of the company, ${demand.rows.length} rows` +
        `${demand.unassigned > 0 ? `; ${demand.unassigned} series found no item` : ''}\n`,
    );
  const started = performance.now();
  await seedCompany(database.db, demand === null ? company : withDemand(company, demand), { size, today });
  process.stdout.write(
    `example company ${size} written in ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  );
} catch (error) {
  process.stderr.write(
    `${error instanceof DemandFileError || error instanceof Error ? error.message : error}\n`,
  );
  process.exitCode = 1;
} finally {
  await database.stop();
}
