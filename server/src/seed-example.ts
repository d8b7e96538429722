import { DATASET_NAMES, type DatasetName, type DatasetRow } from '@tongcang/contract';
import { module_verbs } from './app.ts';
import { tellChain } from './example/chain/index.ts';
import { type Company, type CompanySize, generateCompany } from './example/index.ts';
import { seedCompliance } from './modules/compliance/index.ts';
import { applyRows } from './modules/integration/index.ts';
import { seedIdentifiers } from './modules/masterdata/index.ts';
import { seedPlanning } from './modules/planning/index.ts';
import { seedTransport } from './modules/transport/index.ts';
import { SYSTEM_ACTOR } from './platform/actor.ts';
import { type Db, SYSTEM_SCOPE, type Tx } from './platform/db.ts';

/** Rows written in one transaction: large enough for sets, small enough for memory. */
const ROWS_PER_TRANSACTION = 20_000;
const OPTIONS = { statement_timeout_ms: 300_000 };

/** Whether the database holds no company yet. */
export async function isEmpty(db: Db): Promise<boolean> {
  const [row] = await db.rows<{ empty: boolean }>(
    'select not exists (select from masterdata.v_warehouse) as empty',
  );
  return row!.empty;
}

/** Today as the database knows it, where the company's warehouses are. */
export async function companyToday(db: Db): Promise<string> {
  const [row] = await db.rows<{ today: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date as today`,
  );
  return row!.today;
}

/** Writes the generated company; the same seed, size and day give the same company. */
export async function seedExample(
  db: Db,
  options: { size: CompanySize; seed: number; today: string },
): Promise<void> {
  await seedCompany(db, generateCompany(options), options);
}

/**
 * Writes a company through the same door as an import of files, then computes policies and risks. The small one, which
 * people start with, gets a week of documents besides; larger ones are for measuring and stay as they are generated.
 */
export async function seedCompany(
  db: Db,
  company: Company,
  { size, today }: { readonly size: CompanySize; readonly today: string },
): Promise<void> {
  for (const dataset of DATASET_NAMES) await seedDataset(db, dataset, company[dataset]);
  await db.tx(SYSTEM_SCOPE, (tx) => seedIdentifiers(tx), OPTIONS);
  await db.tx(SYSTEM_SCOPE, (tx) => seedCompliance(tx), OPTIONS);
  await db.tx(SYSTEM_SCOPE, (tx) => seedTransport(tx), OPTIONS);
  if (size === 'S') await tellChain({ db, verbs: module_verbs }, company, today);
  await db.tx(SYSTEM_SCOPE, (tx) => seedPlanning(tx), OPTIONS);
}

async function seedDataset<N extends DatasetName>(
  db: Db,
  dataset: N,
  rows: Iterable<DatasetRow<N>>,
): Promise<void> {
  let portion: { line: number; row: DatasetRow<N> }[] = [];
  let line = 0;
  const flush = async () => {
    if (portion.length === 0) return;
    const batch = portion;
    portion = [];
    await db.tx(SYSTEM_SCOPE, (tx) => write(tx, dataset, batch), OPTIONS);
  };
  for (const row of rows) {
    line += 1;
    portion.push({ line, row });
    if (portion.length >= ROWS_PER_TRANSACTION) await flush();
  }
  await flush();
}

async function write<N extends DatasetName>(
  tx: Tx,
  dataset: N,
  rows: { line: number; row: DatasetRow<N> }[],
): Promise<void> {
  if (dataset === 'opening_stock') await tx.rows('select pg_advisory_xact_lock_shared(7001)');
  const applied = await applyRows(tx, SYSTEM_ACTOR, dataset, rows);
  if ('issues' in applied) {
    const [first] = applied.issues;
    throw new Error(
      `${applied.issues.length} rows of ${dataset} were refused, first row ${first!.line}: ${first!.code} ${JSON.stringify(first!.params)}`,
    );
  }
}
