import * as contract from '@tongcang/contract';
import { type Actor, requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { factsOf } from '../compliance/index.ts';
import { DEFAULT_ZONE, momentOf } from '../stock/index.ts';
import { isOutsider } from './fulfilment.read.ts';
import { insertDemand, type NewDemand } from './fulfilment.write.ts';
import {
  priceFindings,
  priceOf,
  remainingDays,
  ruleFor,
  type Terms,
  termsOf,
  type Warning,
  weigh,
} from './terms.ts';

type Input = contract.InputOf<typeof contract.createDemand>;

export const createDemand = defineVerb(
  contract.createDemand,
  { permission: 'fulfilment.demand', audit: 'fulfilment.create_demand', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    refuseRepeated(input.lines);
    const department = await departmentFor(tx, actor, input);
    const warehouse_id = await servingWarehouse(tx, actor, department.partner_id, input.warehouse_id);
    const priority_class = input.priority_class ?? department.priority_class;
    if (priority_class < department.priority_class && input.reason === undefined) {
      fail('fulfilment.reason_needed', {}, [{ path: 'reason', code: 'required', params: {} }]);
    }
    const { lines, warnings } = await termedLines(tx, actor, input, department);
    const made = await insertDemand(tx, {
      kind: input.kind ?? 'departmental',
      partner_id: department.partner_id,
      department_id: input.department_id,
      warehouse_id,
      needed_at: input.needed_at,
      priority_class,
      department_priority_class: department.priority_class,
      reason: input.reason ?? null,
      customer_order_no: input.customer_order_no || null,
      requested_by: actor.user_id,
      requested_by_name: actor.display_name,
      lines,
    });
    report(context, input, { ...made, warehouse_id, priority_class });
    return { ...made, warehouse_id, warnings };
  },
);

/** The record, and the event that the risk radar follows: demand may push a warehouse under its safety stock. */
function report(
  { audit, emit }: Context,
  input: Input,
  made: { demand_id: number; document_no: string; warehouse_id: number; priority_class: number },
): void {
  const { demand_id, document_no, warehouse_id, priority_class } = made;
  const item_ids = input.lines.map((line) => line.item_id);
  audit({
    entity: 'demand',
    entity_id: demand_id,
    warehouse_id,
    reason: input.reason ?? null,
    detail: {
      document_no,
      priority_class,
      lines: input.lines.length,
      before: null,
      after: { status: 'open' },
    },
  });
  emit('fulfilment.demand_created', String(demand_id), {
    demand_id,
    document_no,
    warehouse_id,
    priority_class,
    item_ids,
  });
}

function refuseRepeated(lines: Input['lines']): void {
  const seen = new Set<number>();
  const errors: FieldError[] = [];
  lines.forEach(({ item_id }, index) => {
    if (seen.has(item_id)) errors.push({ path: `lines.${index}.item_id`, code: 'duplicate', params: {} });
    seen.add(item_id);
  });
  if (errors.length > 0) fail('fulfilment.item_repeated', {}, errors);
}

/** The lines by the terms of the customer: price, tax, remaining life, one lot; with what customs they touch. */
async function termedLines(
  tx: Tx,
  actor: Actor,
  input: Input,
  department: Department,
): Promise<{ lines: NewDemand['lines']; warnings: Warning[] }> {
  refuseOwnPrices(actor, input.lines);
  const asking = momentOf(tx);
  const terms = await termsOf(
    tx,
    department.partner_id,
    input.lines.map((line) => line.item_id),
  );
  const moment = await asking;
  const facts = await factsOf(tx, moment.epoch);
  const lines = input.lines.map((line) => termed(line, terms, department));
  if (input.kind === 'order') refuseUnpriced(lines, terms);
  const findings = lines.flatMap((line, index) =>
    priceFindings(index + 1, line, terms.items.get(line.item_id)!),
  );
  const path = (line_no: number) => `lines.${line_no - 1}.unit_price_fen`;
  return { lines, warnings: weigh(facts, moment.today[DEFAULT_ZONE]!, findings, path) };
}

function termed(
  line: Input['lines'][number],
  terms: Terms,
  department: Department,
): NewDemand['lines'][number] {
  const item = terms.items.get(line.item_id)!;
  const rule = ruleFor(terms.rules, item);
  const asked = remainingDays(rule, item.shelf_life_days) ?? department.min_remaining_days;
  return {
    item_id: line.item_id,
    qty: line.qty,
    single_lot: line.single_lot || rule?.one_lot === true,
    min_remaining_days: line.min_remaining_days ?? asked,
    ...priceOf(line, item),
  };
}

/** A price is agreed by our side; a customer's people order by the list. */
function refuseOwnPrices(actor: Actor, lines: Input['lines']): void {
  if (!isOutsider(actor)) return;
  const errors = lines.flatMap((line, index) =>
    line.unit_price_fen === undefined && line.tax_rate_bp === undefined
      ? []
      : [{ path: `lines.${index}.unit_price_fen`, code: 'not_allowed', params: {} }],
  );
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
}

function refuseUnpriced(lines: NewDemand['lines'], terms: Terms): void {
  const errors = lines.flatMap((line, index): FieldError[] => {
    const { item_code, province } = terms.items.get(line.item_id)!;
    return line.unit_price_fen === null
      ? [
          {
            path: `lines.${index}.unit_price_fen`,
            code: 'fulfilment.price_missing',
            params: { item_code, province },
          },
        ]
      : [];
  });
  if (errors.length > 0) fail('fulfilment.price_missing', errors[0]!.params, errors);
}

type Department = { partner_id: number; priority_class: number; min_remaining_days: number };

/** The department, with every unknown item refused by its line. A customer's people ask for their own house only. */
async function departmentFor(tx: Tx, actor: Actor, input: Input): Promise<Department> {
  const [unknown, [department]] = await Promise.all([
    tx.one<{ lines: number[] }>(
      `select coalesce(array_agg(k.ord - 1 order by k.ord), '{}') as lines
       from unnest($1::bigint[]) with ordinality as k(item_id, ord)
       where not exists (select from masterdata.v_item i where i.item_id = k.item_id)`,
      [input.lines.map((line) => line.item_id)],
    ),
    tx.rows<Department>(
      `select partner_id, priority_class::integer as priority_class, min_remaining_days
       from masterdata.v_department where department_id = $1`,
      [input.department_id],
    ),
  ]);
  const foreign = isOutsider(actor) && department?.partner_id !== actor.scope.partner_id;
  if (department === undefined || foreign) notFound('department', input.department_id);
  if (unknown.lines.length > 0) {
    fail(
      'platform.invalid_input',
      {},
      unknown.lines.map((line) => ({ path: `lines.${line}.item_id`, code: 'unknown', params: {} })),
    );
  }
  return department;
}

/**
 * The warehouse that is asked to serve: the one named, otherwise the one with the shortest way to the customer. Our
 * people need the permission there, a customer's people a lane from there.
 */
async function servingWarehouse(
  tx: Tx,
  actor: Actor,
  partner_id: number,
  named: number | undefined,
): Promise<number> {
  const rows = await tx.rows<{ warehouse_id: number; served: boolean }>(
    `select w.warehouse_id, l.hours is not null as served
     from masterdata.v_warehouse w
     left join lateral (
       select min(transit_hours) as hours from masterdata.v_lane
       where from_warehouse_id = w.warehouse_id and to_partner_id = $1) l on true
     order by l.hours nulls last, w.warehouse_id`,
    [partner_id],
  );
  const chosen =
    named === undefined ? rows.find((row) => row.served) : rows.find((row) => row.warehouse_id === named);
  if (chosen === undefined && named === undefined) fail('fulfilment.no_serving_warehouse');
  if (chosen === undefined || (isOutsider(actor) && !chosen.served)) notFound('warehouse', named!);
  if (!isOutsider(actor)) requireAt(actor, 'fulfilment.demand', chosen.warehouse_id);
  return chosen.warehouse_id;
}
