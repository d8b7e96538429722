/** The words of samples, free of I/O. */
import { SAMPLE_STATUSES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export { SAMPLE_STATUSES };
export type SampleStatus = (typeof SAMPLE_STATUSES)[number];
export const SAMPLE_TRANSITIONS: Readonly<Record<SampleStatus, readonly SampleStatus[]>> = {
  out: ['out', 'closed'],
  closed: [],
};

/** Refuses what the table does not allow, naming the document and where it stands. */
export function followSample(
  sample: { readonly document_no: string; readonly status: SampleStatus },
  action: SampleStatus,
): SampleStatus {
  const { document_no, status } = sample;
  if (!SAMPLE_TRANSITIONS[status].includes(action))
    fail('warehouse.wrong_status', { document_no, status, action });
  return action;
}

export type SampleLine = {
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly account_id: number;
  readonly qty: number;
  readonly qty_returned: number;
  readonly qty_given: number;
  readonly qty_lost: number;
};
export type Return = {
  readonly line_no: number;
  readonly returned: number;
  readonly given: number;
  readonly lost: number;
};

/** Pieces that are still with somebody. */
export function stillOut(line: SampleLine): number {
  return line.qty - line.qty_returned - line.qty_given - line.qty_lost;
}

/** Lines of the issue beside what comes back of each; refuses strangers, repetitions, nothing and too much. */
export function matchReturns<R extends Return>(
  lines: readonly SampleLine[],
  returns: readonly R[],
): { readonly line: SampleLine; readonly back: R }[] {
  const seen = new Map<number, number>();
  return returns.map((back, index) => {
    const params = { line: back.line_no };
    const path = `lines.${index}`;
    const line = lines.find((one) => one.line_no === back.line_no);
    if (line === undefined) fail('warehouse.line_unknown', params, [{ path, code: 'unknown', params }]);
    const first = seen.get(back.line_no);
    if (first !== undefined) fail('warehouse.line_repeated', { ...params, first: first + 1 });
    seen.set(back.line_no, index);
    const sum = back.returned + back.given + back.lost;
    if (sum === 0) fail('platform.invalid_input', {}, [{ path, code: 'required', params: {} }]);
    const left = stillOut(line);
    if (sum > left) fail('warehouse.more_than_out', { ...params, left }, [{ path, code: 'invalid', params }]);
    return { line, back };
  });
}

/** Whether nothing is out any more once these have come back. */
export function allBack(lines: readonly SampleLine[], returns: readonly Return[]): boolean {
  const back = new Map(returns.map((one) => [one.line_no, one.returned + one.given + one.lost]));
  return lines.every((line) => stillOut(line) === (back.get(line.line_no) ?? 0));
}
