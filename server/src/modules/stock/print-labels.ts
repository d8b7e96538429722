import { printLabels as contract, type InputOf, LABELS_MAX } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import type { Label } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { type LabelledLot, labelCode } from './label-code.ts';
import { labelFile } from './label-file.ts';

type Input = InputOf<typeof contract>;
type Lot = LabelledLot & {
  item_id: number;
  lot_id: number;
  name: string;
  model: string;
  registration_no: string;
  manufacturer: string;
};

/** Drawing takes a moment, so it is done before the transaction that notes it: a connection that waits is missed elsewhere. */
export const printLabels = definePreparedVerb(
  contract,
  { permission: 'stock.read', audit: 'stock.print_labels' },
  async ({ db, actor }, input) => {
    const count = input.lines.reduce((sum, line) => sum + labelsOf(line), 0);
    if (count > LABELS_MAX) fail('stock.labels_too_many', { limit: LABELS_MAX, given: count });
    const lots = await db.tx(actor.scope, async (tx) => {
      await refuseUnknownSerials(tx, input.lines);
      return lotsOf(tx, input.lines);
    });
    return labelFile(
      'udi',
      input,
      input.lines.flatMap((line) => labelsFor(line, lots, input.code)),
    );
  },
  async ({ audit }, input, file) => {
    for (const { lot_id, ...line } of input.lines) {
      audit({ entity: 'lot', entity_id: lot_id, detail: { labels: labelsOf(line), format: input.format } });
    }
    return file;
  },
);

function labelsFor(
  line: Input['lines'][number],
  lots: ReadonlyMap<number, Lot>,
  code: Input['code'],
): Label[] {
  const lot = lots.get(line.lot_id);
  if (lot === undefined || lot.item_id !== line.item_id) notFound('lot', line.lot_id);
  const pieces = line.serial_nos.length > 0 ? line.serial_nos : Array<null>(line.copies).fill(null);
  return pieces.map((serial_no) => labelOf(lot, serial_no, code));
}

const labelsOf = ({ serial_nos, copies }: Pick<Input['lines'][number], 'serial_nos' | 'copies'>) =>
  serial_nos.length || copies;

async function lotsOf(tx: Tx, lines: Input['lines']): Promise<Map<number, Lot>> {
  const rows = await tx.rows<Lot>(
    `select l.item_id, l.lot_id, l.lot_no, l.production_date, l.expiry_date, i.item_code, i.name, i.model, i.udi_issuer,
       i.udi_di, i.registration_no, m.name as manufacturer, d.today,
       (select x.di from masterdata.v_item_identifier x
        where x.item_id = i.item_id and x.issuer = 'hibc' and x.packing_level = 'unit' and coalesce(x.valid_to >= d.today, true)
        order by x.di <> i.udi_di, x.di limit 1) as hibc_di
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     join stock.lot l using (item_id, lot_id)
     join masterdata.v_item i using (item_id)
     join masterdata.v_partner m on m.partner_id = i.manufacturer_id
     cross join (select (now() at time zone 'Asia/Shanghai')::date as today) d`,
    [lines.map((line) => line.item_id), lines.map((line) => line.lot_id)],
  );
  return new Map(rows.map((row) => [row.lot_id, row]));
}

/** A label with a number that no piece bears would make one. */
async function refuseUnknownSerials(tx: Tx, lines: Input['lines']): Promise<void> {
  const asked = lines.flatMap(({ item_id, lot_id, serial_nos }) =>
    serial_nos.map((serial_no) => ({ item_id, lot_id, serial_no })),
  );
  if (asked.length === 0) return;
  const [unknown] = await tx.rows<{ serial_no: string }>(
    `select k.serial_no from unnest($1::bigint[], $2::bigint[], $3::text[]) as k(item_id, lot_id, serial_no)
     where not exists (select from stock.serial s where s.item_id = k.item_id and s.lot_id = k.lot_id
       and s.serial_no = k.serial_no) limit 1`,
    [asked.map((s) => s.item_id), asked.map((s) => s.lot_id), asked.map((s) => s.serial_no)],
  );
  if (unknown !== undefined) fail('stock.serial_unknown', unknown);
}

function labelOf(lot: Lot, serial_no: string | null, wanted: Input['code']): Label {
  const { code, text } = labelCode(lot, serial_no, wanted);
  return {
    lines: [
      { text: lot.name, size: 'large' },
      { text: `${lot.item_code}  ${lot.model}` },
      { text, size: 'small' },
      { text: `批号 LOT ${lot.lot_no}${serial_no === null ? '' : `  序列号 SN ${serial_no}`}` },
      ...(lot.expiry_date === null ? [] : [{ text: `失效日期 EXP ${lot.expiry_date}` }]),
      { text: `${lot.registration_no}  ${lot.manufacturer}`, size: 'small' },
    ],
    code,
  };
}
