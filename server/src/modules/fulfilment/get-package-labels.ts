import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { LABELS_MAX, type LabelSheet, labelsPdf, labelsZpl } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { packageRows } from './packages.read.ts';

type Box = contract.OutputOf<typeof contract.getShipment>['packages'][number];
type Head = { document_no: string; partner_name: string; department_name: string };

/** Read first and printed then, outside of any transaction. */
export const getPackageLabels = definePreparedVerb(
  contract.getPackageLabels,
  { permission: 'fulfilment.review', audit: null },
  async ({ db, actor }, { demand_id, format }) => {
    const { head, boxes } = await db.tx(actor.scope, (tx) => contentOf(tx, demand_id));
    const sheet = sheetOf(head, boxes.slice(0, LABELS_MAX));
    const name = `${head.document_no}.${format}`;
    return format === 'zpl'
      ? { name, type: 'text/plain; charset=utf-8', bytes: Buffer.from(labelsZpl(sheet)) }
      : { name, type: 'application/pdf', bytes: await labelsPdf(sheet) };
  },
  async (_context, _input, file) => file,
);

async function contentOf(tx: Tx, demand_id: number): Promise<{ head: Head; boxes: Box[] }> {
  const [[head], boxes] = await Promise.all([
    tx.rows<Head>(
      `select d.document_no, p.name as partner_name, e.name as department_name from fulfilment.demand d
       join masterdata.v_partner p on p.partner_id = d.partner_id
       join masterdata.v_department e on e.department_id = d.department_id where d.demand_id = $1`,
      [demand_id],
    ),
    packageRows(tx, { demand_id }),
  ]);
  if (head === undefined || boxes.length === 0) notFound('package', demand_id);
  return { head, boxes };
}

/** One label for each package: to whom, which, how heavy, and its number to be scanned. */
function sheetOf(head: Head, boxes: readonly Box[]): LabelSheet {
  return {
    width_mm: 100,
    height_mm: 75,
    labels: boxes.map((box, index) => ({
      lines: [
        { text: head.partner_name, size: 'large' as const },
        { text: head.department_name },
        { text: `${head.document_no}  ${index + 1}/${boxes.length}  ${(box.weight_g / 1000).toFixed(1)} kg` },
        { text: `(00)${box.sscc}`, size: 'small' as const },
      ],
      code: { symbology: 'gs1_128' as const, elements: [{ ai: '00', value: box.sscc }] },
    })),
  };
}
