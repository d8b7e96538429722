import { printUnitLabels as contract } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { Label } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { labelFile } from './label-file.ts';

/** More than the label has room for; the rest is told by the number of kinds. */
const CONTENT_LINES = 4;

type Unit = {
  handling_unit_id: number;
  sscc: string;
  warehouse_name: string | null;
  location_code: string | null;
  kinds: number;
  pieces: number;
  content: string[];
};

export const printUnitLabels = definePreparedVerb(
  contract,
  { permission: 'stock.read', audit: 'stock.print_labels' },
  async ({ db, actor }, input) => {
    const units = await db.tx(actor.scope, (tx) => unitsOf(tx, input.handling_unit_ids));
    const labels = input.handling_unit_ids.map((handling_unit_id) =>
      labelOf(units.get(handling_unit_id) ?? notFound('handling_unit', handling_unit_id)),
    );
    return labelFile('sscc', input, labels);
  },
  async ({ audit }, { handling_unit_ids, format }, file) => {
    for (const entity_id of handling_unit_ids)
      audit({ entity: 'handling_unit', entity_id, detail: { format } });
    return file;
  },
);

async function unitsOf(tx: Tx, ids: readonly number[]): Promise<Map<number, Unit>> {
  const units = await tx.rows<Unit>(
    `select u.handling_unit_id, u.sscc, w.name as warehouse_name, p.location_code, coalesce(c.kinds, 0) as kinds,
       coalesce(c.pieces, 0) as pieces, coalesce(c.content, '{}') as content
     from stock.handling_unit u
     join stock.account a on a.account_id = u.account_id
     left join masterdata.v_warehouse w on w.warehouse_id = u.warehouse_id
     left join masterdata.v_location p on p.location_id = a.location_id
     left join lateral (
       select count(*) as kinds, sum(l.qty)::bigint as pieces,
         array_agg(i.item_code || ' ' || t.lot_no || ' x ' || l.qty order by i.item_code, t.lot_no) as content
       from stock.handling_unit_line l
       join masterdata.v_item i on i.item_id = l.item_id
       join stock.lot t on t.item_id = l.item_id and t.lot_id = l.lot_id
       where l.handling_unit_id = u.handling_unit_id) c on true
     where u.handling_unit_id = any($1::bigint[])`,
    [ids],
  );
  return new Map(units.map((unit) => [unit.handling_unit_id, unit]));
}

function labelOf({ sscc, warehouse_name, location_code, kinds, pieces, content }: Unit): Label {
  return {
    lines: [
      { text: `SSCC (00)${sscc}`, size: 'large' },
      { text: [warehouse_name, location_code].filter(Boolean).join(' ') },
      { text: `品种 ${kinds}  数量 ${pieces}` },
      ...content.slice(0, CONTENT_LINES).map((text) => ({ text, size: 'small' as const })),
      ...(content.length > CONTENT_LINES ? [{ text: '…', size: 'small' as const }] : []),
    ],
    code: { symbology: 'gs1_128', elements: [{ ai: '00', value: sscc }] },
  };
}
