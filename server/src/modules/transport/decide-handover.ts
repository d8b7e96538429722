/** Decides what a handover says of the stop, its documents and their lines: pure. */
import type { FieldError } from '../../platform/errors.ts';
import type { DocumentOutcome, RefusedLine } from './transport.write.ts';

export type CarriedLine = {
  readonly transport_document_id: number;
  readonly document_no: string;
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
};
export type Refusal = RefusedLine;
export type HandoverDecision =
  | { readonly errors: readonly FieldError[] }
  | {
      readonly result: 'delivered' | 'partly_refused' | 'refused';
      readonly outcomes: readonly DocumentOutcome[];
      readonly refused: readonly RefusedLine[];
    };

/** What is refused is refused line by line; everything else counts as handed over. */
export function decideHandover(
  lines: readonly CarriedLine[],
  asked: {
    readonly refuse_all: boolean;
    readonly reason: string | null;
    readonly refused: readonly Refusal[];
  },
): HandoverDecision {
  const errors = asked.refused.flatMap((refusal, index) =>
    refusalErrors(refusal, index, lines, asked.refused),
  );
  if (errors.length > 0) return { errors };
  const refused = asked.refuse_all ? lines.map((line) => wholly(line, asked.reason ?? '-')) : asked.refused;
  const byDocument = Map.groupBy(lines, (line) => line.transport_document_id);
  const outcomes = [...byDocument].map(([transport_document_id, own]) => ({
    transport_document_id,
    status: outcomeOf(
      own,
      refused.filter((r) => r.transport_document_id === transport_document_id),
    ),
  }));
  return { result: resultOf(outcomes), outcomes, refused };
}

const wholly = ({ transport_document_id, line_no, qty }: CarriedLine, reason: string): RefusedLine => ({
  transport_document_id,
  line_no,
  qty,
  reason,
});

function refusalErrors(
  refusal: Refusal,
  index: number,
  lines: readonly CarriedLine[],
  all: readonly Refusal[],
): FieldError[] {
  const { transport_document_id, line_no, qty } = refusal;
  const at = `refused.${index}`;
  const same = (one: { transport_document_id: number; line_no: number }) =>
    one.transport_document_id === transport_document_id && one.line_no === line_no;
  const line = lines.find(same);
  if (line === undefined) {
    const params = { document_no: String(transport_document_id) };
    return [{ path: at, code: 'transport.document_not_at_stop', params }];
  }
  if (all.findIndex(same) < index) return [{ path: at, code: 'duplicate', params: {} }];
  const params = { qty, carried: line.qty };
  return qty > line.qty ? [{ path: `${at}.qty`, code: 'transport.more_refused_than_carried', params }] : [];
}

function outcomeOf(
  lines: readonly CarriedLine[],
  refused: readonly RefusedLine[],
): DocumentOutcome['status'] {
  const sum = (of: readonly { readonly qty: number }[]) => of.reduce((total, one) => total + one.qty, 0);
  const back = sum(refused);
  if (back === 0) return 'delivered';
  return back === sum(lines) ? 'refused' : 'partly_refused';
}

function resultOf(outcomes: readonly DocumentOutcome[]): DocumentOutcome['status'] {
  const all = (status: DocumentOutcome['status']) => outcomes.every((outcome) => outcome.status === status);
  if (all('delivered')) return 'delivered';
  return all('refused') ? 'refused' : 'partly_refused';
}
