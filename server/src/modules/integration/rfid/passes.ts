import * as contract from '@tongcang/contract';
import { requireAt } from '../../../platform/actor.ts';
import { fail, notFound } from '../../../platform/errors.ts';
import { defineVerb } from '../../../platform/use-case.ts';
import { documentOf } from './expected.ts';
import { lockPass, passHeads, passOf } from './passes.read.ts';
import { followPass } from './rfid.model.ts';
import { saveDecision, saveExpected, saveSettled } from './rfid.write.ts';

export const listRfidPasses = defineVerb(
  contract.listRfidPasses,
  { permission: 'integration.rfid', audit: null },
  async ({ tx }, { warehouse_id, status, limit, after }) => {
    const rows = await passHeads(tx, { warehouse_id, status, before: after, limit });
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.pass_id };
  },
);

export const getRfidPass = defineVerb(
  contract.getRfidPass,
  { permission: 'integration.rfid', audit: null },
  ({ tx }, { pass_id }) => passOf(tx, pass_id),
);

export const compareRfidPass = defineVerb(
  contract.compareRfidPass,
  { permission: 'integration.rfid', audit: 'integration.compare_rfid_pass' },
  async ({ tx, actor, audit }, { pass_id, expected_kind, expected_no }) => {
    const pass = await lockPass(tx, pass_id);
    const { warehouse_id, document_no, status } = pass;
    requireAt(actor, 'integration.rfid', warehouse_id);
    if (status !== 'open') fail('integration.rfid_pass_status', { document_no, status });
    const document = await documentOf(tx, warehouse_id, expected_kind, { document_no: expected_no });
    if (document === null) fail('integration.rfid_expected_unknown');
    await saveExpected(tx, pass_id, expected_kind, document.expected_id);
    const { missing, extra } = await passOf(tx, pass_id);
    const detail = { document_no, expected_kind, expected_no, missing, extra };
    audit({ entity: 'rfid_pass', entity_id: pass_id, warehouse_id, detail });
    return { pass_id, missing, extra };
  },
);

/** Nothing is posted here: the codes are for the scan list of the receipt or shipment, which judges and posts them. */
export const confirmRfidPass = defineVerb(
  contract.confirmRfidPass,
  { permission: 'integration.rfid', audit: 'integration.confirm_rfid_pass' },
  async ({ tx, actor, audit, emit }, { pass_id, note }) => {
    const pass = await lockPass(tx, pass_id);
    const { warehouse_id, document_no, quiet_seconds } = pass;
    requireAt(actor, 'integration.rfid', warehouse_id);
    const status = followPass(pass, 'confirmed');
    if (!pass.quiet) fail('integration.rfid_pass_moving', { quiet_seconds });
    if (pass.expected_id === null) fail('integration.rfid_not_compared');
    const { tags, missing, extra } = await passOf(tx, pass_id);
    if (missing + extra > 0 && note === '') fail('integration.rfid_difference_note', { missing, extra });
    await saveDecision(tx, { pass_id, status, note }, actor);
    const scans = tags.flatMap((tag) => (tag.outcome === 'ours' && tag.scan !== null ? [tag.scan] : []));
    const detail = { document_no, missing, extra, counted: scans.length };
    audit({ entity: 'rfid_pass', entity_id: pass_id, warehouse_id, reason: note || null, detail });
    emit('integration.rfid_confirmed', String(pass_id), { pass_id, warehouse_id, missing, extra });
    return { pass_id, status, scans };
  },
);

export const discardRfidPass = defineVerb(
  contract.discardRfidPass,
  { permission: 'integration.rfid', audit: 'integration.discard_rfid_pass' },
  async ({ tx, actor, audit }, { pass_id, reason }) => {
    const pass = await lockPass(tx, pass_id);
    const { warehouse_id, document_no } = pass;
    requireAt(actor, 'integration.rfid', warehouse_id);
    const status = followPass(pass, 'discarded');
    await saveDecision(tx, { pass_id, status, note: reason }, actor);
    audit({ entity: 'rfid_pass', entity_id: pass_id, warehouse_id, reason, detail: { document_no } });
    return { pass_id, status };
  },
);

type Parked = contract.OutputOf<typeof contract.listRfidParked>['rows'][number];

/** `after` counts the rows seen, because tags move up when they are seen again. */
export const listRfidParked = defineVerb(
  contract.listRfidParked,
  { permission: 'integration.rfid', audit: null },
  async ({ tx }, { warehouse_id, open_only, limit, after }) => {
    const rows = await tx.rows<Parked>(
      `select k.warehouse_id, k.epc_hex, k.outcome, k.status, k.first_seen_at, k.last_seen_at, k.last_pass_id, p.document_no,
         k.passes, k.note, k.decided_by_name
       from integration.rfid_parked k join integration.rfid_pass p on p.pass_id = k.last_pass_id
       where ($1::bigint is null or k.warehouse_id = $1) and (k.status = 'open' or not $2)
       order by k.last_seen_at desc, k.epc_hex offset $3 limit $4 + 1`,
      [warehouse_id ?? null, open_only, after ?? 0, limit],
    );
    return { rows: rows.slice(0, limit), next: rows.length > limit ? (after ?? 0) + limit : null };
  },
);

export const settleRfidTag = defineVerb(
  contract.settleRfidTag,
  { permission: 'integration.rfid', audit: 'integration.settle_rfid_tag' },
  async ({ tx, actor, audit }, settled) => {
    const { warehouse_id, epc_hex, status, note } = settled;
    requireAt(actor, 'integration.rfid', warehouse_id);
    if ((await saveSettled(tx, settled, actor)) === 0) notFound('tag', epc_hex);
    audit({ entity: 'rfid_tag', entity_id: epc_hex, warehouse_id, reason: note, detail: { status } });
    return { epc_hex, status };
  },
);
