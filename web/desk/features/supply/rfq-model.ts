import type { getRfq, OutputOf } from '@tongcang/contract';

export type Rfq = OutputOf<typeof getRfq>;
export type RfqLine = Rfq['line_rows'][number];
export type Offer = RfqLine['offers'][number];
