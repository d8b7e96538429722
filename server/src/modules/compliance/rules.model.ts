import type { RuleParams, rule_row, rule_version } from '@tongcang/contract';
import type { z } from 'zod';
import { PATHS, type Path } from './movement.ts';

type Version = z.infer<typeof rule_version>;
type Row = z.infer<typeof rule_row>;
/** A version as it stands in the table. */
export type StoredVersion = Omit<Version, 'state'>;

/** A rule as it is shown: its versions from the newest on, each with where it stands today. */
export function rowOf(
  code: string,
  paths: readonly Path[],
  stored: readonly StoredVersion[],
  today: string,
): Row {
  const current = inForce(stored, today);
  const versions = stored.map((v): Version => ({ ...v, state: stateOf(v, current, today) }));
  return {
    code,
    paths: [...paths],
    severity: current?.severity ?? 'off',
    params: current?.params ?? {},
    legal_basis: current?.legal_basis ?? null,
    since: current?.effective_from ?? null,
    versions,
  };
}

/** Of versions from the newest on: the one that holds on a day. */
export const inForce = <V extends { effective_from: string; effective_to: string | null }>(
  versions: readonly V[],
  day: string,
): V | undefined =>
  versions.find((v) => v.effective_from <= day && (v.effective_to === null || day <= v.effective_to));

function stateOf(
  version: StoredVersion,
  current: StoredVersion | undefined,
  today: string,
): Version['state'] {
  if (version === current) return 'current';
  return version.effective_from > today ? 'planned' : 'past';
}

export type NewVersion = {
  readonly severity: Version['severity'];
  readonly params: RuleParams;
  readonly legal_basis: string | null;
  readonly effective_from: string;
  readonly effective_to: string | null;
};
export type Fault = { readonly code: string; readonly params: Record<string, string> };

/** Why a version may not be added, or null: it begins in the past, says nothing new, or names a path that does not ask. */
export function faultOf(
  code: string,
  version: NewVersion,
  stored: readonly StoredVersion[],
  paths: readonly Path[],
  today: string,
): Fault | null {
  const { effective_from, effective_to, params } = version;
  if (effective_from < today) return { code: 'compliance.rule_in_past', params: { today } };
  if (effective_to !== null && effective_to < effective_from)
    return { code: 'compliance.interval', params: {} };
  const foreign = [params.paths, params.warns_on, params.must_acknowledge]
    .flatMap((named) => named ?? [])
    .find((path) => !paths.includes(path as Path));
  if (foreign !== undefined) return { code: 'compliance.rule_path', params: { code, path: foreign } };
  const before = inForce(stored, effective_from);
  return before !== undefined && saysTheSame(before, version)
    ? { code: 'compliance.rule_unchanged', params: { effective_from: before.effective_from } }
    : null;
}

const words = (v: NewVersion | StoredVersion) =>
  JSON.stringify([v.severity, sorted(v.params), v.legal_basis, v.effective_to]);
const sorted = (params: RuleParams) =>
  Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));
const saysTheSame = (a: StoredVersion, b: NewVersion) => words(a) === words(b);

/** Rules in the order of the paths that ask them, those of other steps last. */
export function inOrder(rows: readonly Row[]): Row[] {
  const place = ({ paths }: Row) => (paths.length === 0 ? PATHS.length : PATHS.indexOf(paths[0] as Path));
  return [...rows].sort((a, b) => place(a) - place(b) || a.code.localeCompare(b.code));
}
