import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServerVerb } from '../../src/platform/use-case.ts';
import { footprint } from '../support/documents.ts';
import { EXPECTATIONS, OPEN, OTHER_ANSWERS, OTHERS, PEOPLE, SIGHT_IS_NO_HAND, WIDE } from './expectations.ts';
import { MODULES } from './modules/index.ts';
import { REQUESTS } from './requests.ts';
import type { Request, Requests } from './rows.ts';
import { type Asked, type Company, type Identity, openCompany } from './staff.ts';
import { furnish, type Ground } from './targets.ts';

/** Every verb, for everybody, for what is theirs, what is another's, and what does not exist. */
let company: Company;
let ground: Ground;
let cells = 0;

beforeAll(async () => {
  company = await openCompany();
  ground = await furnish(company);
}, 60_000);
afterAll(async () => {
  console.log(`authorisation matrix: ${cells} cells`);
  await company?.close();
});

/** Verbs about the asking person alone, whose requests do not meet. They hash passwords, which takes its time. */
const AT_ONCE: ReadonlySet<string> = new Set([
  'identity.sign-out',
  'identity.re-authenticate',
  'identity.change-password',
  'identity.disable-totp',
  'identity.start-totp',
]);
const STRANGERS = ['none', 'bogus'] as const;
type Cell = { readonly as: Identity; readonly object: string; readonly expected: string };
type Answer = { readonly status: number; readonly body: unknown; readonly text: string };

const verbOf = (row: string) => row.split(' ')[0]!;
const served = () => company.app.verbs;

test('every verb that is served has an expectation, and every expectation a verb', () => {
  const names = new Set(served().map(({ contract }) => contract.name));
  const expected = new Set(EXPECTATIONS.map(([row]) => verbOf(row)));
  const without = [...names].filter((name) => !expected.has(name));
  expect(without, 'verbs that nobody has said who may use; add them to expectations.ts').toEqual([]);
  expect(
    [...expected].filter((name) => !names.has(name)),
    'expectations without a verb',
  ).toEqual([]);
  const rows = EXPECTATIONS.map(([row]) => row);
  expect([...new Set(rows)]).toEqual(rows);
  expect(Object.keys(REQUESTS).toSorted(), 'each row is asked in requests.ts').toEqual(rows.toSorted());
});

test('every row says something of everybody and of every object', () => {
  const objectsOf = new Map(EXPECTATIONS.map(([row, objects]) => [row, objects.split(' ')]));
  const rows = [
    ...EXPECTATIONS.map(([row, , answers]) => ({ row, answers, people: PEOPLE.length })),
    ...SIGHT_IS_NO_HAND.map(([row, answers]) => ({ row, answers, people: WIDE.length })),
    ...OTHER_ANSWERS.map(([row, answers]) => ({ row, answers, people: OTHERS.length })),
  ];
  const wrong = rows.filter(({ row, answers, people }) => {
    const words = answers.split(/ +/);
    const length = objectsOf.get(row)?.length;
    return words.length !== people || words.some((word) => word.length !== length || /[^+034=]/.test(word));
  });
  expect(wrong).toEqual([]);
  const others = OTHER_ANSWERS.map(([row]) => row).toSorted();
  expect(others).toEqual(MODULES.flatMap((m) => m.expectations.map(([row]) => row)).toSorted());
  // What may be written is asked of those who see more than they may touch, except where nobody's place matters.
  const wide = new Set(SIGHT_IS_NO_HAND.map(([row]) => row));
  const writing = new Set(
    served().flatMap(({ contract }) => (contract.method === 'POST' ? [contract.name] : [])),
  );
  const apart = /^(identity|integration|masterdata)\./;
  const unasked = [...objectsOf.keys()].filter(
    (row) => writing.has(verbOf(row)) && !apart.test(row) && !wide.has(row),
  );
  expect(unasked).toEqual([]);
});

describe('who is answered what', () => {
  test.each(EXPECTATIONS)('%s', async (row, objects, answers) => {
    const { ask, reaches = 'done' } = REQUESTS[row]!;
    const verb = served().find(({ contract }) => contract.name === verbOf(row))!;
    const requests = await ask(ground);
    expect(Object.keys(requests)).toEqual(objects.split(' '));
    const all = cellsOf(row, Object.keys(requests), answers);
    const found = new Map<Cell, Answer>();
    const send = async (cell: Cell) => {
      found.set(cell, await answerTo(verb, cell.as, requests[cell.object]!));
    };
    // Those who are turned away come first, and leave no trace in the books.
    const [allowed, refused] = [all.filter(allows), all.filter((cell) => !allows(cell))];
    const writes = verb.contract.method === 'POST';
    const before = writes ? await books() : null;
    await Promise.all(refused.map(send));
    const untouched = writes ? await books() : null;
    if (AT_ONCE.has(verb.contract.name) || !writes) await Promise.all(allowed.map(send));
    else for (const cell of allowed) await send(cell);
    if (verbOf(row).startsWith('identity.')) await company.heal();
    cells += all.length;

    const wrong = all.flatMap((cell) => problemOf(cell, found.get(cell)!));
    const told = all.flatMap((cell) => differenceOf(cell, all, found, requests));
    const leaked = allowed.flatMap((cell) => leaksOf(verb, cell, found.get(cell)!));
    expect([...wrong, ...told, ...leaked]).toEqual([]);
    expect(untouched).toEqual(before);
    const codes = new Set([...found.values()].map(codeOf));
    if (reaches !== 'nobody')
      expect([...codes], 'nobody got through, so the request is unsound').toContain(reaches);
  });
});

test('the live feed, which is no verb, is closed to those who may not read the figures', async () => {
  const status = async (as: Identity) =>
    (await company.send(as, { method: 'GET', url: '/api/insight/events' })).statusCode;
  const answers = await Promise.all(
    (['none', 'bogus', 'keeper_a', 'hospital', 'supplier'] as const).map(status),
  );
  expect(answers).toEqual([401, 401, 403, 403, 403]);
});

const allows = ({ expected }: Cell) => expected === '+' || expected === '0';

function cellsOf(row: string, objects: readonly string[], answers: string): Cell[] {
  const wide = SIGHT_IS_NO_HAND.find(([name]) => name === row)?.[1];
  const others = OTHER_ANSWERS.find(([name]) => name === row)?.[1];
  const cellsFor = (people: readonly Identity[], words: readonly string[]) =>
    people.flatMap((as, person) =>
      objects.map((object, index) => ({ as, object, expected: words[person]![index]! })),
    );
  const stranger = (OPEN.has(verbOf(row)) ? '+' : '1').repeat(objects.length);
  return [
    ...cellsFor(STRANGERS, [stranger, stranger]),
    ...cellsFor(PEOPLE, answers.split(/ +/)),
    ...(wide === undefined ? [] : cellsFor(WIDE, wide.split(/ +/))),
    ...(others === undefined ? [] : cellsFor(OTHERS, others.split(/ +/))),
  ];
}

async function answerTo({ contract }: ServerVerb, as: Identity, { input, raw }: Request): Promise<Answer> {
  const rest: Record<string, unknown> = { ...input };
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = rest[name];
    delete rest[name];
    return String(value);
  });
  const query = new URLSearchParams(Object.entries(rest).map(([key, value]) => [key, String(value)]));
  const inUrl = contract.method === 'GET' || raw !== undefined;
  const asked: Asked = {
    method: contract.method,
    url: inUrl && query.size > 0 ? `${path}?${query}` : path,
    body: rest,
    raw,
  };
  return read(await company.send(as, asked));
}

function read({ statusCode, headers, body }: LightMyRequestResponse): Answer {
  const json = String(headers['content-type']).includes('json');
  return { status: statusCode, body: json ? JSON.parse(body) : null, text: json ? body : '' };
}

const codeOf = ({ status, body }: Answer) =>
  status < 300 ? 'done' : String((body as { code?: string } | null)?.code);

/** A request that is refused for its form never reached the question. */
const UNSOUND = new Set(['platform.malformed_input', 'platform.invalid_input', 'platform.malformed_json']);
const STATUS: Readonly<Record<string, number>> = { '1': 401, '3': 403, '4': 404 };

function problemOf({ as, object, expected }: Cell, answer: Answer): string[] {
  const { status } = answer;
  const code = codeOf(answer);
  const judged = status < 300 || ((status === 409 || status === 422) && !UNSOUND.has(code));
  const right = expected in STATUS ? status === STATUS[expected] : judged && shows(expected, answer);
  return right ? [] : [`${as}, ${object}: ${status} ${code} instead of ${expected}`];
}

/** A list that is allowed shows something, or it proves nothing; one of what is out of sight shows nothing. */
function shows(expected: string, { status, body }: Answer): boolean {
  if (expected === '=') return status === 409;
  const { rows, history } = (body ?? {}) as { rows?: unknown[]; history?: unknown[] };
  const listed = rows ?? (history !== undefined && !('item' in (body as object)) ? history : undefined);
  if (expected === '0') return listed?.length === 0;
  return rows === undefined || rows.length > 0;
}

/** What is not yours is answered in the words of what does not exist, the numbers that were asked for aside. */
function differenceOf(
  cell: Cell,
  all: readonly Cell[],
  found: ReadonlyMap<Cell, Answer>,
  requests: Requests,
): string[] {
  const { as, object, expected } = cell;
  if (object === 'missing' || (expected !== '4' && expected !== '=')) return [];
  const missing = all.find((other) => other.as === as && other.object === 'missing')!;
  const [here, nowhere] = [requests[object]!, requests.missing!];
  const one = without(found.get(cell)!, here, nowhere);
  const other = without(found.get(missing)!, nowhere, here);
  return one === other ? [] : [`${as}, ${object}: ${one} differs from ${other}`];
}

function without(answer: Answer, asked: Request, other: Request): string {
  const { request_id: _, ...body } = answer.body as Record<string, unknown>;
  return [...leavesOf(asked.input), ...leavesOf(other.input)].reduce<string>(
    (text, leaf) => text.replaceAll(new RegExp(`(?<![\\w-])${literal(leaf)}(?![\\w-])`, 'g'), '#'),
    `${answer.status} ${JSON.stringify(body)}`,
  );
}

const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function leavesOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(leavesOf)
    : [String(value)];
}

/** The company's own lists of sites and ways, which the whole staff reads. */
const COMPANY_LISTS = new Set(['masterdata.list-warehouses', 'masterdata.list-lanes', 'identity.list-users']);

/** Decisions of the control tower whose documents the lists of transfers and proposals judge by both ends. */
const TWO_ENDED: ReadonlySet<string> = new Set(['discrepancy', 'proposal']);

/** Records of a warehouse or a partner that the reader has nothing to do with. */
function leaksOf({ contract }: ServerVerb, { as, object }: Cell, { body, status }: Answer): string[] {
  if (status !== 200 || COMPANY_LISTS.has(contract.name)) return [];
  const { north, south } = ground;
  const sight: Partial<Record<Identity, number>> = {
    keeper_a: north.warehouse_id,
    chief_a: north.warehouse_id,
    planner_a: north.warehouse_id,
    keeper_b: south.warehouse_id,
  };
  const own = sight[as];
  const leaked = recordsOf(body).filter((record) => {
    // A document with two ends is shown to both of them and counted at the receiver's.
    if (TWO_ENDED.has(String(record.kind))) return false;
    if (as === 'hospital') {
      const partner = record.partner_id ?? company.world.hospital_id;
      return (
        partner !== company.world.hospital_id || record.account_id != null || record.allocation_id != null
      );
    }
    const warehouses = Object.entries(record).flatMap(([key, value]) =>
      /(^|_)warehouse_id$/.test(key) && typeof value === 'number' ? [value] : [],
    );
    return own !== undefined && warehouses.length > 0 && !warehouses.includes(own);
  });
  return leaked
    .slice(0, 3)
    .map((record) => `${as}, ${object}: is shown ${JSON.stringify(record).slice(0, 300)}`);
}

/** Every object of an answer, whatever it is part of. */
function recordsOf(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(recordsOf);
  return Array.isArray(value) ? inside : [value as Record<string, unknown>, ...inside];
}

/** What the books hold; the trail and the keys of requests may grow by a refusal. */
async function books() {
  const { audit: _audit, keys: _keys, ...counts } = await footprint(company.world);
  return counts;
}
