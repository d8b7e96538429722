import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText } from '../masterdata/index.ts';
import { expectedDocuments } from './expected-rows.ts';

export const listExpected = defineVerb(
  contract.listExpected,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { warehouse_id = null, search }) => ({
    rows: await expectedDocuments(tx, {
      warehouse_id,
      asn_id: null,
      purchase_order_id: null,
      search: likeText(search),
    }),
  }),
);
