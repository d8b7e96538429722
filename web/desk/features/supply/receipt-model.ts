import type { getReceipt } from '@tongcang/contract';
import type { OutputFor } from '../../app/api.ts';

export type Receipt = OutputFor<typeof getReceipt>;
export type ReceiptLine = Receipt['line_rows'][number];
/** What changes when something happens to a receipt. */
export const AFFECTS = ['supply', 'stock', 'quality', 'insight', 'planning'] as const;
