/** Every acceptance case that lies beside the project has a test under its id, or a line here that says why not yet. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readShared } from './support/vectors.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where tests stand that carry the id of a case in their title. */
const FOLDERS = ['server/test/acceptance', 'server/src/modules', 'packages/udi/src', 'conformance'];

/** Cases without a test of their id, with what is missing. A line goes when its test comes. */
const NOT_YET: Readonly<Record<string, string>> = {};

type Case = { readonly id: string; readonly area: string; readonly title: string };
const file = readShared<{ cases: Case[] }>('rules/acceptance-cases.json');

/** Ids that stand at the beginning of the title of a test or of a group of tests. */
function testedIds(): Set<string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' }).map(
      (name) => `${ROOT}${folder}/${name}`,
    ),
  );
  const titles = files
    .filter((name) => /\.(test|conformance)\.ts$/.test(name))
    .flatMap((name) => [...readFileSync(name, 'utf8').matchAll(/\(\s*['`](AC\d+)[ :]/g)]);
  return new Set(titles.map((title) => title[1] as string));
}

describe.skipIf(file === null)('acceptance cases', () => {
  const tested = testedIds();

  it.each(file?.cases ?? [])('$id $area: $title', ({ id }) => {
    const answer = tested.has(id) ? 'tested' : (NOT_YET[id] ?? 'neither tested nor named as missing');
    expect(['tested', NOT_YET[id]]).toContain(answer);
    expect(tested.has(id) && id in NOT_YET, `${id} is tested and still named as missing`).toBe(false);
  });

  it('names nothing as missing that is no case', () => {
    const known = new Set(file?.cases.map((one) => one.id));
    expect(Object.keys(NOT_YET).filter((id) => !known.has(id))).toEqual([]);
  });
});
