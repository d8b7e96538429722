import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue, type Entry } from './catalogue.ts';
import { auditRows, type Company, contentOf, openCompany } from './company.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** Fewer than this would mean that entries were lost. */
const ENTRIES_MIN = 90;
let ran = 0;

test.each(catalogue.map((entry) => [entry.no, entry.what, entry] as const))(
  '%i: %s',
  async (_no, _what, entry) => {
    const asked = await entry.ask(company);
    const before = await contentOf(company.world);
    const audited = await auditRows(company.world);
    const answer = await company.send(asked);
    const { code, errors } = answerOf(answer.body);
    expect(
      { status: answer.statusCode, code: entry.code === undefined ? undefined : code },
      answer.body.slice(0, 600),
    ).toEqual({
      status: entry.status,
      code: entry.code,
    });
    if (entry.field !== undefined) {
      const [path, wrong] = entry.field;
      expect(errors.map((e) => `${e.path} ${e.code}`)).toContain(`${path} ${wrong}`);
    }
    if (!entry.writes) expect(changed(before, await contentOf(company.world))).toEqual([]);
    if (entry.audited) expect(await grown(entry, audited)).toBe(true);
    expect((await entry.check?.(answer, company)) ?? null).toBeNull();
    ran += 1;
  },
);

test('the catalogue is whole', () => {
  const numbers = new Set(catalogue.map((entry) => entry.no));
  console.log(
    `nasty inputs: ${ran} of ${catalogue.length} answered as they must be, for ${numbers.size} numbers of the catalogue`,
  );
  expect(catalogue.length).toBeGreaterThanOrEqual(ENTRIES_MIN);
});

function answerOf(body: string): { code?: string; errors: { path: string; code: string }[] } {
  try {
    return { errors: [], ...(JSON.parse(body) as object) };
  } catch {
    return { errors: [] };
  }
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].filter(([table, content]) => before.get(table) !== content).map(([table]) => table);
}

/** Denials are recorded beside the answer, so the row may come a moment later. */
async function grown(_entry: Entry, before: number): Promise<boolean> {
  for (let waits = 0; waits < 50; waits++) {
    if ((await auditRows(company.world)) > before) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}
