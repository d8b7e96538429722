/**
 * AHM codes (Ali Health): `MF`, the identifier of the device, then tagged parts. The issuer publishes no grammar, so the
 * identifier is taken as it stands and only parts that read beyond doubt are understood.
 */
import { yearOf } from '../civil-date.ts';
import { type Refusal, refuse, type Warning } from '../issue.ts';
import {
  dateWarnings,
  type ProductionDraft,
  type ProductionFields,
  type ReadOptions,
  readShortDate,
  refuseAt,
} from '../scan-fields.ts';

export type AhmScan = ProductionFields & {
  readonly ok: true;
  readonly issuer: 'ahm';
  /** `MF` and up to 13 letters and digits. */
  readonly di: string;
  /** Every beginning that could be the identifier where a part follows it without a separator, longest first. */
  readonly di_candidates: readonly string[];
  readonly package_level?: string;
  readonly warnings: readonly Warning[];
};
export type AhmResult = AhmScan | Refusal;

const LENGTH_MAX = 200;
const DEVICE_MAX = 15;
const TAG = /BA|SN|MD|BD|ED|PL/g;

/** Reads `MF...BA<lot>*SN<serial>*MD<YYMMDD>*ED<YYMMDD>`; a star ends a part of variable length. */
export function parseAhm(text: string, options: ReadOptions): AhmResult {
  const yearNow = yearOf(options.today);
  if (text.length > LENGTH_MAX)
    return refuse('TOO_LONG_SCAN', { params: { length: text.length, limit: LENGTH_MAX } });
  const [first, ...parts] = text.split('*') as [string, ...string[]];
  const split = splitDevice(first);
  if (split === null) return refuseAt('AHM_FORM', 0, text.slice(0, 40));
  const draft: ProductionDraft & { package_level?: string } = {};
  const warnings: Warning[] = [];
  for (const part of [...(split.rest === '' ? [] : [split.rest]), ...parts.filter((each) => each !== '')]) {
    const wrong = readParts(draft, warnings, part, yearNow);
    if (wrong !== null) return wrong;
  }
  const { di, di_candidates } = split;
  return {
    ok: true,
    issuer: 'ahm',
    di,
    di_candidates,
    ...draft,
    warnings: [...warnings, ...dateWarnings(draft)],
  };
}

/** The identifier ends at the first tag that leaves it at least one character. */
function splitDevice(first: string): { di: string; rest: string; di_candidates: string[] } | null {
  if (!/^MF[0-9A-Za-z]/.test(first)) return null;
  const ends = [...first.slice(3).matchAll(TAG)].map((match) => match.index + 3);
  const candidates = [first.length, ...ends.toReversed()]
    .filter((end) => end <= DEVICE_MAX)
    .map((end) => first.slice(0, end))
    .filter((di) => /^[0-9A-Za-z]+$/.test(di));
  const di = candidates.at(-1);
  return di === undefined ? null : { di, rest: first.slice(di.length), di_candidates: candidates };
}

/** A lot or serial takes the rest of its part; dates have six digits and the pack one, and more may follow them. */
function readParts(
  draft: ProductionDraft & { package_level?: string },
  warnings: Warning[],
  part: string,
  yearNow: number,
): Refusal | null {
  let rest = part;
  while (rest !== '') {
    const date = /^(MD|BD|ED)(\d{6})/.exec(rest);
    const code = /^(BA|SN)([!-~]{1,30})$/.exec(rest);
    const level = /^PL(\d)/.exec(rest);
    if (date !== null) {
      const read = readShortDate(date[2] as string, yearNow);
      if ('code' in read) return refuseAt(read.code, 0, rest);
      if (date[1] === 'MD') draft.production_date = read.date;
      else draft.expiry_date = read.date;
    } else if (level !== null) {
      draft.package_level = level[1] as string;
    } else if (code !== null) {
      draft[code[1] === 'BA' ? 'lot' : 'serial'] = code[2] as string;
    } else {
      warnings.push({ code: 'UNKNOWN_PART', params: { part: rest } });
    }
    rest = rest.slice((date ?? level)?.[0].length ?? rest.length);
  }
  return null;
}
