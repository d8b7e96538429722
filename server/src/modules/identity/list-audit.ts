import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { readAudit } from './identity.read.ts';

/** An auditor of single warehouses sees what happened there; rows without a warehouse are for those who see all. */
export const listAudit = defineVerb(
  contract.listAudit,
  { permission: 'platform.read_audit', audit: null },
  async ({ tx, actor }, { after, ...filter }) => {
    const held = actor.permissions.get('platform.read_audit');
    const [txid, audit_id] = after?.split('-') ?? [];
    const found = await readAudit(tx, {
      ...filter,
      warehouses: held === undefined || held === 'all' ? null : [...held],
      before: txid === undefined ? null : { txid, audit_id: audit_id! },
    });
    const last = found.at(-1);
    return {
      rows: found.map(({ txid: _txid, ...row }) => row),
      next: last === undefined || found.length < filter.limit ? null : `${last.txid}-${last.audit_id}`,
    };
  },
);
