import type { acceptGoods } from '@tongcang/contract';
import type { InputFor } from '../../app/api.ts';
import type { ReceiptLine } from './receipt-model.ts';
import { serialsFrom } from './receive-lines.ts';

type Input = InputFor<typeof acceptGoods>['lines'][number];

/** What the acceptor has said of one lot so far. */
export type Decision = {
  readonly sample: number;
  readonly qualified: number;
  readonly unqualified: number;
  readonly packaging_ok: boolean;
  readonly label_ok: boolean;
  readonly documents_ok: boolean;
  readonly udi_ok: boolean;
  readonly chinese_label_ok: boolean;
  readonly unqualified_reason: string;
  readonly unqualified_action: NonNullable<Input['unqualified_action']>;
  readonly unqualified_serials: string;
  readonly production_date: string;
  readonly purchase_date: string;
  readonly supplier_contact: string;
  readonly producer_licence_no: string;
  readonly registrant_name: string;
  readonly producer_name: string;
};

/** Nothing is checked before somebody has looked; all that may be qualified is proposed. */
export const freshDecision = (line: Pick<ReceiptLine, 'qualifiable'>): Decision => ({
  sample: 0,
  qualified: Math.max(0, line.qualifiable),
  unqualified: 0,
  packaging_ok: false,
  label_ok: false,
  documents_ok: false,
  udi_ok: false,
  chinese_label_ok: false,
  unqualified_reason: '',
  unqualified_action: 'return_to_supplier',
  unqualified_serials: '',
  production_date: '',
  purchase_date: '',
  supplier_contact: '',
  producer_licence_no: '',
  registrant_name: '',
  producer_name: '',
});

type Asks = Pick<ReceiptLine, 'needs_udi' | 'needs_chinese_label'>;
/** What must be looked at: the same for all goods, and what the label of these must carry. */
export const checksOf = ({ needs_udi, needs_chinese_label }: Asks) =>
  [
    'packaging_ok',
    'label_ok',
    ...(needs_udi ? (['udi_ok'] as const) : []),
    ...(needs_chinese_label ? (['chinese_label_ok'] as const) : []),
    'documents_ok',
  ] as const;

/** Whether it can be signed: sampled, checked where qualified, explained where not. */
export function isWhole(line: Asks, decision: Decision): boolean {
  const checked = checksOf(line).every((check) => decision[check]);
  return (
    decision.sample > 0 &&
    (decision.qualified === 0 || checked) &&
    (decision.unqualified === 0 || decision.unqualified_reason.trim() !== '')
  );
}

const OPTIONAL = [
  'production_date',
  'purchase_date',
  'supplier_contact',
  'producer_licence_no',
  'registrant_name',
  'producer_name',
] as const;

export function decisionInput(line: Asks & Pick<ReceiptLine, 'receipt_line_id'>, decision: Decision): Input {
  const { sample, qualified, unqualified, packaging_ok, label_ok, documents_ok } = decision;
  const serials = serialsFrom(decision.unqualified_serials);
  const said = OPTIONAL.filter((field) => decision[field].trim() !== '');
  return {
    receipt_line_id: line.receipt_line_id,
    sample,
    qualified,
    unqualified,
    packaging_ok,
    label_ok,
    documents_ok,
    ...(line.needs_udi ? { udi_ok: decision.udi_ok } : {}),
    ...(line.needs_chinese_label ? { chinese_label_ok: decision.chinese_label_ok } : {}),
    ...(unqualified > 0
      ? {
          unqualified_reason: decision.unqualified_reason.trim(),
          unqualified_action: decision.unqualified_action,
        }
      : {}),
    ...(serials.length > 0 && unqualified > 0 ? { unqualified_serial_nos: serials } : {}),
    ...Object.fromEntries(said.map((field) => [field, decision[field].trim()])),
  };
}
