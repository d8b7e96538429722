import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { requireCarrier, requireManager } from './carriers.ts';
import { insertContract, endContract as saveEnd } from './masters.write.ts';

type Row = contract.OutputOf<typeof contract.listCarrierContracts>['rows'][number];
type Rate = contract.InputOf<typeof contract.saveCarrierContract>['rates'][number];

export const listContracts = defineVerb(
  contract.listCarrierContracts,
  { permission: 'transport.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `select c.contract_id, c.document_no, c.partner_id as carrier_id, p.name as carrier_name, c.title, c.valid_from,
         c.valid_to, c.assessed_on, c.assessed_by, c.tolerance_bp, c.ended_on, c.end_reason,
         (now() at time zone 'Asia/Shanghai')::date between c.valid_from and coalesce(c.ended_on, c.valid_to) as valid_now,
         (select coalesce(jsonb_agg(jsonb_build_object('rate_id', r.rate_id, 'line_no', r.line_no, 'lane_id', r.lane_id,
             'lane_name', f.warehouse_code || ' - ' || coalesce(t.warehouse_code, u.name) || ' ' || l.mode,
             'temperature_class', r.temperature_class, 'fixed_fen', r.fixed_fen, 'per_kg_fen', r.per_kg_fen,
             'per_km_fen', r.per_km_fen, 'per_drop_fen', r.per_drop_fen, 'minimum_fen', r.minimum_fen,
             'kg_per_m3', r.kg_per_m3) order by r.line_no), '[]')
           from transport.rate r
           left join masterdata.v_lane l on l.lane_id = r.lane_id
           left join masterdata.v_warehouse f on f.warehouse_id = l.from_warehouse_id
           left join masterdata.v_warehouse t on t.warehouse_id = l.to_warehouse_id
           left join masterdata.v_partner u on u.partner_id = l.to_partner_id
           where r.contract_id = c.contract_id) as rates
       from transport.contract c join masterdata.v_partner p on p.partner_id = c.partner_id
       where ($1::bigint is null or c.partner_id = $1) and ($2::bigint is null or c.contract_id < $2)
       order by c.contract_id desc limit $3`,
      [input.carrier_id ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'contract_id', input.limit) };
  },
);

export const saveContract = defineVerb(
  contract.saveCarrierContract,
  { permission: 'transport.manage', audit: 'transport.save_contract' },
  async ({ tx, actor, audit }, input) => {
    requireManager(actor, null);
    await requireCarrier(tx, input.carrier_id);
    refuseWrongTimes(input);
    refuseSameScope(input.rates);
    await knownLanes(tx, input.rates);
    const made = await insertContract(tx, { ...input, created_by: actor.user_id });
    const { carrier_id, title, valid_from, valid_to, rates } = input;
    audit({
      entity: 'carrier_contract',
      entity_id: made.contract_id,
      detail: { ...made, carrier_id, title, valid_from, valid_to, rates: rates.length },
    });
    return made;
  },
);

export const endContract = defineVerb(
  contract.endCarrierContract,
  { permission: 'transport.manage', audit: 'transport.end_contract' },
  async ({ tx, actor, audit }, { contract_id, ended_on, reason }) => {
    requireManager(actor, null);
    const [found] = await tx.rows<{ document_no: string; ended_on: string | null }>(
      'select document_no, ended_on from transport.contract where contract_id = $1 for update',
      [contract_id],
    );
    if (found === undefined) notFound('carrier_contract', contract_id);
    const { document_no } = found;
    if (found.ended_on !== null) fail('transport.contract_ended', { document_no });
    await saveEnd(tx, { contract_id, ended_on, end_reason: reason });
    audit({ entity: 'carrier_contract', entity_id: contract_id, reason, detail: { document_no, ended_on } });
    return { contract_id };
  },
);

function refuseWrongTimes({ valid_from, valid_to }: { valid_from: string; valid_to: string }): void {
  if (valid_from > valid_to) {
    fail('platform.invalid_input', {}, [{ path: 'valid_to', code: 'invalid', params: {} }]);
  }
}

/** Two lines of one card that cover the same would leave the freight to chance. */
function refuseSameScope(rates: readonly Rate[]): void {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  rates.forEach(({ lane_id, temperature_class }, index) => {
    const key = `${lane_id ?? ''}|${temperature_class}`;
    if (seen.has(key)) {
      const params = { line_no: index + 1 };
      errors.push({ path: `rates.${index}`, code: 'transport.contract_overlaps', params });
    }
    seen.add(key);
  });
  if (errors.length > 0) fail('transport.contract_overlaps', errors[0]!.params, errors);
}

async function knownLanes(tx: Tx, rates: readonly Rate[]): Promise<void> {
  const lanes = rates.flatMap(({ lane_id }) => (lane_id === undefined ? [] : [lane_id]));
  const rows = await tx.rows<{ lane_id: number }>(
    'select lane_id from masterdata.v_lane where lane_id = any($1::bigint[])',
    [lanes],
  );
  const known = new Set(rows.map((row) => row.lane_id));
  const errors = rates.flatMap(({ lane_id }, index) =>
    lane_id === undefined || known.has(lane_id)
      ? []
      : [{ path: `rates.${index}.lane_id`, code: 'unknown', params: {} }],
  );
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
}
