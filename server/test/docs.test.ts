import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as words from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, catalogue, constraints, createApp } from '../src/app.ts';
import { DISPOSITIONS, PURPOSES } from '../src/modules/compliance/movement.ts';
import { role_permissions } from '../src/modules/identity/identity.model.ts';
import { loadConfig } from '../src/platform/config.ts';
import { createDb, type Db } from '../src/platform/db.ts';
import { createLog } from '../src/platform/log.ts';
import { MIGRATIONS_DIR } from '../src/system.ts';
import { createTestDatabase, type TestDatabase } from './support/db.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const scripts: Record<string, string> = JSON.parse(text('package.json')).scripts;
const filesIn = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
const READMES = ['README.md', 'README.zh-CN.md'];
const pages = [...READMES, 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...filesIn('docs', '.md')];
const migrations = filesIn(relative(root, MIGRATIONS_DIR), '.sql').map(text).join('\n');

const contract_verbs = (Object.values(words) as unknown[]).filter(isVerb);
function isVerb(value: unknown): value is words.Verb {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'input' in value
  );
}

let database: TestDatabase;
let owner: Db;
let app: App;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDb({ url: database.ownerUrl, max: 1 });
  const config = loadConfig([], { LOG_LEVEL: 'silent', EXAMPLE: 'none' });
  app = createApp({ config, db: owner, log: createLog({ log_level: 'silent' }) });
});
afterAll(async () => {
  await app?.http.close();
  await owner?.close();
  await database?.drop();
});

describe('the catalogue of errors', () => {
  test('has a status and both texts for each code, with the same parameters', () => {
    const parameters = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
    const wrong = Object.entries(catalogue).filter(
      ([, { status, zh, en }]) =>
        !(status >= 400 && status <= 503) ||
        zh.trim() === '' ||
        en.trim() === '' ||
        String(parameters(zh)) !== String(parameters(en)),
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(catalogue).length).toBeGreaterThan(100);
  });

  test('is the only source of codes: verbs declare and constraints raise no other', () => {
    const declared = contract_verbs.flatMap(({ name, errors }) => errors.map((code) => ({ name, code })));
    expect(declared.filter(({ code }) => !(code in catalogue))).toEqual([]);
    expect(Object.entries(constraints).filter(([, code]) => !(code in catalogue))).toEqual([]);
    expect(declared.length).toBeGreaterThan(100);
  });

  test('is whole: no catalogue of the contract was forgotten', () => {
    const catalogues = Object.entries(words).filter(
      ([name]) => /_errors$/.test(name) && name !== 'field_errors',
    );
    const codes = catalogues.flatMap(([, entries]) => Object.keys(entries as object));
    expect(codes.filter((code) => !(code in catalogue))).toEqual([]);
  });
});

test('every action of the audit trail has its words', () => {
  const written = [
    ...app.verbs.flatMap(({ gate }) => gate.audit ?? []),
    ...filesIn('server/src', '.ts').flatMap((path) =>
      [...text(path).matchAll(/\baction: '(\w+\.\w+)'/g)].map(([, action]) => action!),
    ),
  ];
  expect(written.length).toBeGreaterThan(50);
  expect(written.filter((action) => !(action in words.audit_actions))).toEqual([]);
});

describe('the verbs', () => {
  test('are declared in the contract once and run by the server once', () => {
    const declared = contract_verbs.map(({ name }) => name).sort();
    const served = app.verbs.map(({ contract }) => contract.name).sort();
    expect(served).toEqual(declared);
    expect(new Set(declared).size).toBe(declared.length);
  });

  test('have one route each, that begins with their module', () => {
    const routes = contract_verbs.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
    const strange = contract_verbs.filter(({ name, path }) => !path.startsWith(`/api/${name.split('.')[0]}`));
    expect(strange.map(({ name, path }) => `${name} ${path}`)).toEqual([]);
  });

  test('ask for permissions that exist and that some role holds', () => {
    const held = new Set<string>(Object.values(role_permissions).flat());
    const open = new Set(['public', 'session']);
    const asked = app.verbs.map(({ contract, gate }) => ({
      name: contract.name,
      permission: gate.permission,
    }));
    expect(asked.filter(({ permission }) => !open.has(permission) && !held.has(permission))).toEqual([]);
    expect([...held].filter((p) => !(words.permissions as readonly string[]).includes(p))).toEqual([]);
  });

  test('leave a trace when they write, and none when they read', () => {
    const wrong = app.verbs.filter(
      ({ contract, gate }) => (gate.audit === null) !== (contract.method === 'GET'),
    );
    expect(wrong.map(({ contract }) => contract.name)).toEqual([]);
  });
});

describe('the tables', () => {
  test('name every constraint in the migration that makes it', async () => {
    const made = await owner.rows<{ name: string; place: string }>(
      `select c.conname::text as name, c.conrelid::regclass::text as place
       from pg_constraint c join pg_namespace n on n.oid = c.connamespace
       where c.contype <> 'n' and c.conparentid = 0
         and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')
         and (n.nspname, c.conname) <> ('platform', 'migration_pk')`,
    );
    const unnamed = made.filter(({ name }) => !new RegExp(`\\bconstraint ${name}\\b`).test(migrations));
    expect(unnamed).toEqual([]);
    expect(made.length).toBeGreaterThan(100);
    const names = new Set(made.map(({ name }) => name));
    const indexes = await owner.rows<{ name: string }>('select indexname::text as name from pg_indexes');
    for (const { name } of indexes) names.add(name);
    expect(Object.keys(constraints).filter((name) => !names.has(name))).toEqual([]);
  });

  /** Tables with a warehouse or partner that carry no row-level security, each with its reason. */
  const OPEN: Readonly<Record<string, string>> = {
    'identity.grant': 'read before a request has a scope; only identity reads it',
    'platform.audit': 'read by the auditor alone, through one verb that asks for platform.read_audit',
    'masterdata.department': 'reference table: a delivery is addressed by the staff of every warehouse',
    'masterdata.lane': 'reference table: a transfer is planned between any two warehouses',
    'masterdata.location': 'reference table: holds places, not goods',
    'masterdata.partner': 'reference table: names, not goods',
    'masterdata.warehouse': 'reference table: names, not goods',
    'compliance.agreement': 'facts of the gate: the other side of a movement is judged as well',
    'compliance.licence': 'facts of the gate: the other side of a movement is judged as well',
    'compliance.review': 'facts of the gate: buying anywhere is judged by all of them',
    'compliance.warehouse_filing': 'facts of the gate: the other side of a movement is judged as well',
    'stock.account': 'reference table: a place, not what stands there',
  };
  test('with a warehouse or a partner stand behind row-level security that binds their owner too', async () => {
    const open = await owner.rows<{ name: string }>(
      `select distinct n.nspname || '.' || c.relname as name from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
         and a.attname ~ '(^|_)(warehouse|partner)_ids?$' and not (c.relrowsecurity and c.relforcerowsecurity)
       order by 1`,
    );
    expect(open.map(({ name }) => name)).toEqual(Object.keys(OPEN).sort());
    const [{ walled }] = (await owner.rows<{ walled: number }>(
      'select count(*) as walled from pg_class where relforcerowsecurity',
    )) as [{ walled: number }];
    expect(walled).toBeGreaterThan(10);
  });
});

describe('the documents', () => {
  test('name only commands that exist', () => {
    const named = pages.flatMap((page) =>
      [...text(page).matchAll(/\bnpm run ([\w:-]+)/g)].map((m) => ({ page, command: m[1]! })),
    );
    expect(named.filter(({ command }) => !(command in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  test.each(READMES)('%s explains every command and every setting', (readme) => {
    const page = text(readme);
    const explained = (name: string) =>
      page.includes(`\`${name}\``) || page.includes(`\`${name.replace(/:.*/, ':*')}\``);
    expect(Object.keys(scripts).filter((name) => !explained(name))).toEqual([]);
    const source = text('server/src/platform/config.ts');
    const settings = [...new Set([...source.matchAll(/\benv\.([A-Z_]+)/g)].map((m) => m[1]!))];
    expect(settings.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    expect(settings.length).toBeGreaterThan(5);
  });

  test('lead to files that are there', () => {
    const dead = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map((m) => m[1]!)
        .filter((target) => !existsSync(join(root, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  test('of the guide exist in both languages', () => {
    const names = (language: string) => readdirSync(join(root, 'docs/guide', language)).sort();
    expect(names('zh')).toEqual(names('en'));
    expect(names('zh').length).toBeGreaterThan(5);
  });

  test('words.md has every disposition, purpose and role', () => {
    const page = text('docs/words.md');
    const shown = [...DISPOSITIONS, ...PURPOSES, ...words.roles];
    expect(shown.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });
});

test('every module has a page that says what it is', () => {
  const modules = readdirSync(join(root, 'server/src/modules'));
  const silent = modules.filter((name) => !existsSync(join(root, 'server/src/modules', name, 'README.md')));
  expect(silent).toEqual([]);
});
