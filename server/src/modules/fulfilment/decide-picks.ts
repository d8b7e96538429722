/** What the scans of a walk mean, free of I/O. */
import type { InputOf, pickWave } from '@tongcang/contract';
import type { ErrorParams, FieldError } from '../../platform/errors.ts';
import type { WaveLine } from './waves.read.ts';

type Input = InputOf<typeof pickWave>['lines'][number];
/** A scan with the line that it is for; `index` is its place in the request. */
export type Scanned = { readonly index: number; readonly given: Input; readonly line: WaveLine };
export type PicksDecision =
  | { readonly errors: readonly FieldError[] }
  | {
      /** What goes to the dispatch place. */
      readonly picks: readonly Scanned[];
      /** Lines of which the rest is not there. */
      readonly shorts: readonly (Scanned & { readonly short: number })[];
    };

/** Sorts scans into picks and shortages, or names every wrong one. */
export function decidePicks(given: readonly Input[], lines: readonly WaveLine[]): PicksDecision {
  const known = new Map(lines.map((line) => [line.wave_line_id, line]));
  const errors: FieldError[] = [];
  const scanned: Scanned[] = [];
  given.forEach((one, index) => {
    const line = known.get(one.wave_line_id);
    const wrong = wrongWith(one, line, given.slice(0, index));
    if (wrong !== null) errors.push({ path: `lines.${index}.${wrong.field}`, ...wrong.error });
    else scanned.push({ index, given: one, line: line! });
  });
  if (errors.length > 0) return { errors };
  return {
    picks: scanned.filter((s) => s.given.qty > 0),
    shorts: scanned.flatMap((s) => {
      const short = leftOf(s.line) - s.given.qty;
      return s.given.short_reason === undefined || short <= 0 ? [] : [{ ...s, short }];
    }),
  };
}

/** What is still to be picked of a line. */
export const leftOf = ({ qty, qty_picked }: WaveLine) => qty - qty_picked;

type Wrong = {
  readonly field: string;
  readonly error: { readonly code: string; readonly params: ErrorParams };
};

function wrongWith(one: Input, line: WaveLine | undefined, before: readonly Input[]): Wrong | null {
  const { wave_line_id } = one;
  const at = (field: string, code: string, params: ErrorParams = {}): Wrong => ({
    field,
    error: { code: `fulfilment.${code}`, params },
  });
  if (line === undefined) return at('wave_line_id', 'wave_line_unknown', { wave_line_id });
  if (before.some((other) => other.wave_line_id === wave_line_id))
    return at('wave_line_id', 'wave_line_repeated');
  if (line.status !== 'open')
    return at('wave_line_id', 'wave_line_closed', { wave_line_id, status: line.status });
  if (one.qty === 0 && one.short_reason === undefined) return at('short_reason', 'pick_nothing');
  return null;
}
