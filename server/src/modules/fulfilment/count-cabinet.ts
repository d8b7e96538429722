import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { asidesOf, lockAgreement, openInCabinet, stillActive } from './cabinet.read.ts';
import { insertCount } from './cabinet.write.ts';
import { compareCabinet } from './compare-cabinet.ts';
import { insertDifferences } from './usage.write.ts';

type Line = contract.InputOf<typeof contract.countCabinet>['lines'][number];

/** A count moves nothing: what differs is opened, and somebody else says what became of it. */
export const countCabinet = defineVerb(
  contract.countCabinet,
  { permission: 'fulfilment.consign', audit: 'fulfilment.count_cabinet' },
  async ({ tx, actor, audit, emit }, { agreement_id, lines }) => {
    const agreement = await lockAgreement(tx, agreement_id);
    const { document_no, warehouse_id, owner_id } = agreement;
    requireAt(actor, 'fulfilment.consign', warehouse_id);
    stillActive(agreement);
    refuseRepeated(lines);
    const lots = await lotsOf(tx, lines);
    const { standing } = await openInCabinet(tx, agreement);
    const surplus = await asidesOf(tx, agreement_id, 'surplus');
    const differences = compareCabinet(standing, surplus, lots, owner_id);
    const expected = standing.reduce((sum, one) => sum + one.qty, 0);
    const counted = lines.reduce((sum, line) => sum + line.counted, 0);
    const person = { counted_by: actor.user_id, counted_by_name: actor.display_name };
    const made = await insertCount(tx, agreement, { ...person, lots: lines.length, expected, counted });
    const opened = await insertDifferences(
      tx,
      {
        ...agreement,
        case_id: null,
        count_id: made.count_id,
        note: null,
        opened_by: actor.user_id,
        opened_by_name: actor.display_name,
      },
      differences,
    );
    const detail = {
      document_no: made.document_no,
      agreement: document_no,
      expected,
      counted,
      differences: opened.length,
    };
    audit({ entity: 'cabinet_count', entity_id: made.count_id, warehouse_id, detail });
    emit('fulfilment.cabinet_counted', String(agreement_id), { agreement_id, warehouse_id, ...detail });
    return { ...made, expected, counted, differences: opened };
  },
);

function refuseRepeated(lines: readonly Line[]): void {
  const key = (line: Line) => `${line.item_id}|${line.lot_no}`;
  const twice = lines.flatMap((line, index) =>
    lines.findIndex((other) => key(other) === key(line)) < index
      ? [{ path: `lines.${index}`, code: 'duplicate', params: {} }]
      : [],
  );
  if (twice.length > 0) fail('fulfilment.line_repeated', {}, twice);
}

/** The lots that were scanned; one that is not on file cannot have come from us. */
async function lotsOf(tx: Tx, lines: readonly Line[]) {
  const rows = await tx.rows<{ ord: number; lot_id: number; tracking: 'lot' | 'serial' }>(
    `select k.ord - 1 as ord, l.lot_id, i.tracking from unnest($1::bigint[], $2::text[]) with ordinality as k(item_id, lot_no, ord)
     join stock.v_lot l on l.item_id = k.item_id and l.lot_no = k.lot_no
     join masterdata.v_item i on i.item_id = k.item_id`,
    [lines.map((line) => line.item_id), lines.map((line) => line.lot_no)],
  );
  const known = new Map(rows.map((row) => [row.ord, row]));
  const unknown = lines.flatMap(({ lot_no }, index) =>
    known.has(index) ? [] : [{ path: `lines.${index}`, code: 'fulfilment.lot_unknown', params: { lot_no } }],
  );
  if (unknown.length > 0) fail('fulfilment.lot_unknown', unknown[0]!.params, unknown);
  const unnumbered = lines.flatMap(({ lot_no, counted, serial_nos = [] }, index) =>
    known.get(index)!.tracking === 'serial' && new Set(serial_nos).size !== counted
      ? [
          {
            path: `lines.${index}`,
            code: 'fulfilment.serials_missing',
            params: { lot_no, qty: counted, given: serial_nos.length },
          },
        ]
      : [],
  );
  if (unnumbered.length > 0) fail('platform.invalid_input', {}, unnumbered);
  return lines.map((line, index) => ({
    ...line,
    lot_id: known.get(index)!.lot_id,
    serial_nos: line.serial_nos ?? [],
  }));
}
