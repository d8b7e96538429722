import type { Acknowledgement } from '@tongcang/contract';
import type { Spoken } from '../compliance/index.ts';
import type { PostDocument, SpokenLine } from './stock.model.ts';

/** Who read which warning, when, and why the goods went on; `lines` are those of which the rule spoke. */
export type Acknowledged = Acknowledgement & {
  readonly by: number | null;
  readonly by_name: string;
  readonly at: string;
  readonly lines: readonly number[];
};
/**
 * What a movement keeps of its verdict: under which state of the rules it was judged, when, and every rule that spoke, with
 * its version and facts. Where none spoke that is all there is to keep: the facts of the epoch stand in their own table.
 */
export type Evidence = {
  readonly epoch: number;
  readonly at: string;
  readonly spoken?: readonly SpokenLine[];
  readonly acknowledged?: readonly Acknowledged[];
  /** Where the gate was asked about another path than the purpose says. */
  readonly path?: 'lend';
  readonly lane_id?: number;
  readonly arrival_date?: string;
  readonly destination_warehouse_id?: number;
  readonly destination_partner_id?: number;
};

export function evidenceOf(
  document: PostDocument,
  spoken: readonly SpokenLine[],
  { epoch, now: at }: { readonly epoch: number; readonly now: string },
): Evidence {
  return {
    epoch,
    at,
    ...(spoken.length > 0 ? { spoken } : {}),
    ...acknowledgedOf(document, spoken, at),
    ...(document.lent === true ? { path: 'lend' as const } : {}),
    ...given('lane_id', document.lane_id),
    ...given('arrival_date', document.arrival_date),
    ...given('destination_warehouse_id', document.destination_warehouse_id),
    ...given('destination_partner_id', document.destination_partner_id),
  };
}

const given = <K extends string, V>(name: K, value: V | null | undefined): Partial<Record<K, V>> =>
  value == null ? {} : ({ [name]: value } as Partial<Record<K, V>>);

/** Only what was said about a rule that spoke is kept. */
function acknowledgedOf(
  { acknowledged = [], actor }: PostDocument,
  spoken: readonly SpokenLine[],
  at: string,
): Pick<Evidence, 'acknowledged'> {
  const kept = acknowledged.flatMap(({ code, reason }): Acknowledged[] => {
    const lines = spoken.filter((one) => one.code === code).map((one) => one.line_no);
    return lines.length === 0
      ? []
      : [{ code, reason, by: actor.user_id, by_name: actor.display_name, at, lines }];
  });
  return kept.length === 0 ? {} : { acknowledged: kept };
}

/** The same for an allocation, which is one line. */
export function allocationEvidence(
  purpose: string,
  spoken: readonly Spoken[],
  { epoch, now: at }: { readonly epoch: number; readonly now: string },
): object {
  return { purpose, epoch, at, ...(spoken.length > 0 ? { spoken } : {}) };
}
