import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { knownItems, refuseRepeated, requireSuppliers } from './purchase.read.ts';
import { insertAgreement } from './terms.write.ts';

type Input = contract.InputOf<typeof contract.createAgreement>;

export const createAgreement = defineVerb(
  contract.createAgreement,
  { permission: 'supply.order', audit: 'supply.create_agreement' },
  async ({ tx, actor, audit, emit }, input) => {
    const { partner_id, kind, title, valid_from, valid_to } = input;
    requireEverywhere(actor, 'supply.order');
    refuseRepeated(input.lines.map((line) => line.item_id));
    refuseUnsound(input);
    await requireSuppliers(tx, [partner_id]);
    await knownItems(
      tx,
      input.lines.map((line) => line.item_id),
    );
    await requireCustomers(tx, input);
    const made = await insertAgreement(tx, {
      partner_id,
      kind,
      title,
      contract_no: input.contract_no || null,
      valid_from,
      valid_to,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
      lines: input.lines.map((line) => ({ ...line, qty_committed: committedOf(line) })),
    });
    audit({
      entity: 'agreement',
      entity_id: made.agreement_id,
      detail: {
        document_no: made.document_no,
        kind,
        partner_id,
        valid_from,
        valid_to,
        lines: input.lines.length,
        before: null,
        after: { status: 'active' },
      },
    });
    emit('supply.agreement_made', String(made.agreement_id), {
      ...made,
      kind,
      partner_id,
      item_ids: input.lines.map((line) => line.item_id),
    });
    return made;
  },
);

const sumOf = (quotas: Input['lines'][number]['quotas']) => quotas.reduce((sum, { qty }) => sum + qty, 0);

/** What is promised: the quantity named, or what the hospitals have promised together. */
function committedOf({ qty_committed, quotas }: Input['lines'][number]): number | null {
  return qty_committed ?? (quotas.length > 0 ? sumOf(quotas) : null);
}

function refuseUnsound({ kind, valid_from, valid_to, lines }: Input): void {
  const errors: FieldError[] =
    valid_to < valid_from ? [{ path: 'valid_to', code: 'invalid', params: {} }] : [];
  lines.forEach((line, index) => {
    const path = `lines.${index}.qty_committed`;
    if (kind === 'volume' && committedOf(line) === null) errors.push({ path, code: 'required', params: {} });
    const promised = sumOf(line.quotas);
    if (line.qty_committed !== undefined && line.qty_committed < promised) {
      errors.push({ path, code: 'too_small', params: { minimum: promised } });
    }
    const seen = new Set<number>();
    line.quotas.forEach(({ customer_id }, position) => {
      const at = `lines.${index}.quotas.${position}.customer_id`;
      if (seen.has(customer_id)) errors.push({ path: at, code: 'duplicate', params: {} });
      seen.add(customer_id);
    });
  });
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
}

async function requireCustomers(tx: Tx, { lines }: Input): Promise<void> {
  const asked = lines.flatMap((line, index) =>
    line.quotas.map(({ customer_id }, position) => ({
      customer_id,
      path: `lines.${index}.quotas.${position}`,
    })),
  );
  if (asked.length === 0) return;
  const rows = await tx.rows<{ partner_id: number }>(
    `select partner_id from masterdata.v_partner where partner_id = any($1::bigint[]) and kind = 'customer'`,
    [asked.map((one) => one.customer_id)],
  );
  const known = new Set(rows.map((row) => row.partner_id));
  const errors = asked.flatMap<FieldError>(({ customer_id, path }) =>
    known.has(customer_id) ? [] : { path: `${path}.customer_id`, code: 'unknown', params: {} },
  );
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
}
