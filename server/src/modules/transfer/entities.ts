import type * as contract from '@tongcang/contract';
import type { InputOf, OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

type Warning = OutputOf<typeof contract.requestTransfer>['warnings'][number];
type Line = InputOf<typeof contract.requestTransfer>['lines'][number];

/** The legal entities at both ends of a transfer. */
export type Entities = {
  readonly from: { readonly partner_id: number; readonly name: string };
  readonly to: { readonly partner_id: number; readonly name: string };
  /** Whether the company is told of an invoice more than the two that a province allows. */
  readonly two_invoice_rule: boolean;
};

/** Of warehouses that exist; where one does not, the other checks of the caller say so. */
export async function entitiesOf(
  tx: Tx,
  ends: { readonly from_warehouse_id: number; readonly to_warehouse_id: number },
): Promise<Entities> {
  const rows = await tx.rows<{ warehouse_id: number; partner_id: number; name: string; rule: boolean }>(
    `select w.warehouse_id, p.partner_id, p.name, not exists (
         select from platform.setting s where s.name = 'transfer.two_invoice_rule' and s.value = '"off"') as rule
     from masterdata.v_warehouse w join masterdata.v_partner p on p.partner_id = w.legal_entity_id
     where w.warehouse_id in ($1, $2)`,
    [ends.from_warehouse_id, ends.to_warehouse_id],
  );
  const of = (warehouse_id: number) => {
    const { partner_id = 0, name = '' } = rows.find((row) => row.warehouse_id === warehouse_id) ?? {};
    return { partner_id, name };
  };
  const { from_warehouse_id, to_warehouse_id } = ends;
  return { from: of(from_warehouse_id), to: of(to_warehouse_id), two_invoice_rule: rows[0]?.rule ?? true };
}

/** Two legal entities: goods are sold, and change owner when they are received. */
export const areTwo = ({ from, to }: Pick<Entities, 'from' | 'to'>) => from.partner_id !== to.partner_id;

/** Lines with their transfer price, which only stands between two entities, and what the goods are worth. */
export function pricedLines(
  lines: readonly Line[],
  items: ReadonlyMap<number, { readonly unit_cost_fen: number }>,
  entities: Entities,
): { lines: (Omit<Line, 'unit_price_fen'> & { unit_price_fen: number | null })[]; value_fen: number } {
  const two = areTwo(entities);
  const priced = lines.map((line) => {
    const cost = items.get(line.item_id)!.unit_cost_fen;
    return { ...line, unit_price_fen: two ? (line.unit_price_fen ?? cost) : null };
  });
  const value_fen = priced.reduce(
    (sum, line) => sum + line.qty * (line.unit_price_fen ?? items.get(line.item_id)!.unit_cost_fen),
    0,
  );
  return { lines: priced, value_fen };
}

/** What somebody should know of a transfer between two entities; nothing within one. */
export function warningsOf(
  entities: Entities,
  items: readonly { readonly device_class: string }[],
): Warning[] {
  if (!areTwo(entities)) return [];
  const change = {
    code: 'transfer.entity_change',
    params: { from: entities.from.name, to: entities.to.name },
  };
  const high = items.filter((item) => item.device_class !== 'I').length;
  return entities.two_invoice_rule && high > 0
    ? [change, { code: 'transfer.third_invoice', params: { items: high } }]
    : [change];
}
