import type { getTransfer } from '@tongcang/contract';
import type { OutputFor } from '../../app/api.ts';

export type Transfer = OutputFor<typeof getTransfer>;
