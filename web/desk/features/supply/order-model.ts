import type { getPurchaseOrder, OutputOf } from '@tongcang/contract';

export type Order = OutputOf<typeof getPurchaseOrder>;
export type OrderLine = Order['line_rows'][number];

/** Orders that the supplier has and that goods may come for. */
export const PLACED: ReadonlySet<string> = new Set(['approved', 'confirmed', 'partly_received']);

/** What of a line neither came nor is on its way. */
export const unannounced = (line: OrderLine): number => Math.max(0, line.qty_open - line.qty_announced);
