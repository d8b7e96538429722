import { type Finding, patternFindings, type Source } from './sources.ts';

/** The modules from left to right. A module uses only those to its left. */
export const ORDER = [
  'identity',
  'training',
  'masterdata',
  'compliance',
  'stock',
  'quality',
  'coldchain',
  'warehouse',
  'transport',
  'supply',
  'fulfilment',
  'transfer',
  'finance',
  'planning',
  'insight',
  'integration',
] as const;

const moduleOf = (path: string): string | null => /^modules\/([a-z]+)\//.exec(path)?.[1] ?? null;

/** Rule 1: imports lead only to the left and only through a module's door; the platform knows no module. */
export function importFindings(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const own = moduleOf(source.path);
    return source.imports.flatMap(({ from, line }): Finding[] => {
      const target = moduleOf(from);
      const found = (rule: string) => [{ path: source.path, line, rule, what: from }];
      if (source.path.startsWith('platform/') && (target !== null || from.startsWith('modules/'))) {
        return found('the platform imports no module');
      }
      if (target === null || target === own) return [];
      if (own === null)
        return from.endsWith('/index.ts') ? [] : found('modules are entered through index.ts');
      if (place(target) >= place(own)) return found('imports lead only to the left');
      return from === `modules/${target}/index.ts` ? [] : found('modules are entered through index.ts');
    });
  });
}

function place(name: string): number {
  const index = (ORDER as readonly string[]).indexOf(name);
  if (index < 0) throw new Error(`module ${name} stands in no place of the order`);
  return index;
}

/** Files that decide: they may use types and other deciders, nothing that touches the outside. */
const PURE = [
  'modules/compliance/judge.ts',
  'modules/compliance/asked.ts',
  ...['check', 'label', 'licence', 'lot', 'partner', 'person', 'place', 'registration'].map(
    (name) => `modules/compliance/checks/${name}.ts`,
  ),
  'modules/stock/decide.ts',
  'modules/stock/choose-lots.ts',
  'modules/stock/stock.model.ts',
];
const OUTSIDE = /^(node:|pg$|fastify|@fastify|platform\/(db|http|jobs|outbox|log|config|clock|ids)\.ts)/;

/** Rule 1b: pure files import no I/O, not even through a value of the platform. */
export function purityFindings(sources: readonly Source[], pure: readonly string[] = PURE): Finding[] {
  return pure.flatMap((path) => {
    const source = sources.find((s) => s.path === path);
    if (source === undefined) return [{ path, line: 0, rule: 'a pure file is missing', what: path }];
    return source.imports
      .filter(({ from }) => OUTSIDE.test(from))
      .map(({ from, line }) => ({ path, line, rule: 'pure files import no input or output', what: from }));
  });
}

const WRITE =
  /\b(?:insert\s+into|update|delete\s+from|truncate|merge\s+into)\s+(?:only\s+)?([a-z_]+)\.[a-z_]+/gi;
const READ = /\b(?:from|join)\s+([a-z_]+)\.([a-z_]+)/gi;
const SCHEMAS = new Set<string>([...ORDER, 'platform']);

/** Rule 2: SQL writes name only the module's own schema, in its write file; reads across go through views `v_*`. */
export function sqlFindings(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const own = moduleOf(source.path) ?? (source.path.startsWith('platform/') ? 'platform' : null);
    if (own === null) return [];
    const find = (
      pattern: RegExp,
      rule: string,
      wrong: (schema: string, relation: string) => boolean,
    ): Finding[] =>
      [...source.text.matchAll(pattern)]
        .filter((m) => SCHEMAS.has(m[1]!) && wrong(m[1]!, m[2] ?? ''))
        .map((m) => ({
          path: source.path,
          line: lineAt(source.text, m.index),
          rule,
          what: m[0].replaceAll(/\s+/g, ' '),
        }));
    return [
      ...find(WRITE, 'SQL writes only to the own schema', (schema) => schema !== own),
      ...find(
        READ,
        'SQL reads other schemas through their views',
        (schema, relation) => schema !== own && schema !== 'platform' && !relation.startsWith('v_'),
      ),
    ];
  });
}

const DOOR = 'modules/stock/stock.write.ts';
const GOODS = /\b(?:insert\s+into|update|delete\s+from)\s+(?:only\s+)?stock\.(?:posting|movement)\b/gi;

/** Rule 2b: goods move through one door only, which takes nothing but lines with a verdict of the gate. */
export function doorFindings(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) =>
    source.path === DOOR
      ? []
      : [...source.text.matchAll(GOODS)].map((m) => ({
          path: source.path,
          line: lineAt(source.text, m.index),
          rule: 'postings are written by the ledger’s door only',
          what: m[0].replaceAll(/\s+/g, ' '),
        })),
  );
}

const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length;

/** Rule 4: environment, pool, time and randomness have one place each. */
export function placeFindings(sources: readonly Source[]): Finding[] {
  return [
    ...patternFindings(
      sources,
      'the environment is read in config.ts',
      /\bprocess\.env\b/,
      (p) => p === 'platform/config.ts',
    ),
    ...patternFindings(sources, 'only the platform opens connections', /new pg\.(Pool|Client)\b/, (p) =>
      p.startsWith('platform/'),
    ),
    ...patternFindings(
      sources,
      'time comes from clock.ts or the database',
      /\bDate\.now\(|new Date\(\)|performance\.now\(/,
      (p) =>
        p === 'platform/clock.ts' ||
        p.startsWith('platform/embedded-postgres') ||
        /^(seed|main)[a-z-]*\.ts$/.test(p),
    ),
    ...patternFindings(
      sources,
      'randomness comes from ids.ts',
      /\bMath\.random\(|\brandomBytes\(|\brandomUUID\(|\brandomInt\(/,
      (p) => p === 'platform/ids.ts' || p.startsWith('platform/embedded-postgres'),
    ),
    ...patternFindings(
      sources,
      'statement texts are constant',
      /\.(rows|one|run|defer)(<[^(]*>)?\(\s*[a-z_$][\w$]*\s*\+/i,
      () => false,
    ),
  ];
}
