import type { traceLot, trace as traceOf } from '@tongcang/contract';
import { useMemo } from 'react';
import type { OutputFor } from '../../app/api.ts';
import { usePlaceKind } from './words.ts';

export type Trace = OutputFor<typeof traceLot>;
export type Step = Trace['steps'][number];
export type Around = OutputFor<typeof traceOf>;

/** The label of a place that is more than the name of its kind. */
export const ownLabel = (node: { kind: string; label: string; warehouse_code: string | null }): string =>
  node.label === node.kind || node.label === node.warehouse_code ? '' : node.label;

const PAGES: Readonly<Record<string, string>> = {
  transfer: '/transfer',
  demand: '/demand',
  receipt: '/receiving',
  supplier_return: '/receiving/return',
  delivery: '/delivery',
  return: '/customer-return',
  case: '/surgery',
  refill: '/consignment/refill',
  agreement: '/consignment',
  work_order: '/warehouse/work-order',
  adjustment: '/warehouse/adjustment',
  destruction: '/quality/destruction',
  repair: '/quality/repair',
  recall: '/quality/recall',
};

/** The page of a document by its key in the ledger (`transfer:17`). */
export function pageOf(key: string | null): string | null {
  const [kind = '', id = ''] = (key ?? '').split(':');
  return PAGES[kind] && /^\d+$/.test(id) ? `${PAGES[kind]}/${id}` : null;
}

/** The trace with its documents under the numbers that people know. */
export function named(trace: Trace, around: Around | undefined): Trace {
  const numbers = new Map((around?.documents ?? []).map((d) => [d.document_key, d.document_no]));
  return {
    ...trace,
    nodes: trace.nodes.map((node) => ({ ...node, label: numbers.get(node.label) ?? node.label })),
    steps: trace.steps.map((step) => ({
      ...step,
      document_no: step.document_no ?? numbers.get(step.document_key ?? '') ?? null,
    })),
  };
}

/** What each place of a trace is called, by its account. */
export function usePlaceLabels(trace: Trace): ReadonlyMap<number, string> {
  const kind = usePlaceKind();
  return useMemo(
    () =>
      new Map(
        trace.nodes.map((node) => [
          node.account_id,
          [node.warehouse_code, node.kind === 'bin' ? node.label : `${kind(node.kind)} ${ownLabel(node)}`]
            .filter(Boolean)
            .join(' '),
        ]),
      ),
    [trace, kind],
  );
}
