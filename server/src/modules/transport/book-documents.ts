import type { Tx } from '../../platform/db.ts';
import { AppError, assert, type FieldError, fail } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import { classOf, commonRange, type DocumentKind } from './transport.model.ts';
import { insertDocuments, type NewDocument, withdraw } from './transport.write.ts';

/** What another module wants moved. Sizes come from the items where nothing is said. */
export type TransportDocument = {
  /** The name of the document there, such as `delivery:17`; once among those that were not withdrawn. */
  readonly document_key: string;
  readonly document_no: string;
  readonly kind: DocumentKind;
  readonly from_warehouse_id: number;
  /** One of a warehouse and a partner. */
  readonly to_warehouse_id?: number | null;
  readonly to_partner_id?: number | null;
  readonly department_id?: number | null;
  readonly lane_id?: number | null;
  readonly needed_at?: string | null;
  readonly storage_condition: 'ambient' | 'cool' | 'cold' | 'frozen';
  /** Number of packages; one where nothing is said. */
  readonly packages?: number;
  /** Their serial shipping container codes, as far as they carry one. */
  readonly ssccs?: readonly string[];
  readonly weight_g?: number | null;
  readonly volume_ml?: number | null;
  readonly lines: readonly { readonly item_id: number; readonly lot_id: number; readonly qty: number }[];
};

type Booking = Pick<Context, 'tx' | 'emit'>;

/**
 * Books documents for transport, in three statements however many there are: from then on they wait for a shipment.
 * Other modules call it when goods are ready or have left. Gives the ids in the order of the documents.
 */
export async function bookDocuments(
  { tx, emit }: Booking,
  documents: readonly TransportDocument[],
): Promise<number[]> {
  if (documents.length === 0) return [];
  const [items] = await Promise.all([factsOf(tx, documents), refuseBookedBefore(tx, documents)]);
  const ids = await insertDocuments(
    tx,
    documents.map((document) => completed(document, items)),
  );
  documents.forEach(({ document_key, document_no, from_warehouse_id }, index) => {
    const transport_document_id = ids[index]!;
    emit('transport.booked', document_key, {
      transport_document_id,
      document_key,
      document_no,
      from_warehouse_id,
    });
  });
  return ids;
}

/** Takes documents back that wait for transport; one that is planned or under way is refused. */
export async function withdrawDocuments({ tx }: Booking, document_keys: readonly string[]): Promise<number> {
  const busy = await tx.rows<{ document_no: string; status: string }>(
    `select document_no, status from transport.document
     where document_key = any($1::text[]) and status not in ('waiting', 'withdrawn')
     order by transport_document_id for update`,
    [document_keys],
  );
  if (busy.length > 0) fail('transport.document_not_waiting', { ...busy[0]! });
  return withdraw(tx, document_keys);
}

async function refuseBookedBefore(tx: Tx, documents: readonly TransportDocument[]): Promise<void> {
  const booked = await tx.rows<{ document_key: string }>(
    `select document_key from transport.document where document_key = any($1::text[]) and status not in ('withdrawn', 'refused')`,
    [documents.map((document) => document.document_key)],
  );
  if (booked.length === 0) return;
  const errors: FieldError[] = booked.map(({ document_key }) => ({
    path: `documents.${documents.findIndex((d) => d.document_key === document_key)}`,
    code: 'transport.document_booked_before',
    params: { document_key },
  }));
  throw new AppError('transport.document_booked_before', { ...booked[0]! }, { errors });
}

type ItemFacts = {
  readonly item_id: number;
  readonly storage_condition: string;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly unit_cost_fen: number;
  readonly unit_volume_ml: number;
  readonly unit_weight_g: number;
};

async function factsOf(tx: Tx, documents: readonly TransportDocument[]): Promise<Map<number, ItemFacts>> {
  const ids = new Set(documents.flatMap((document) => document.lines.map((line) => line.item_id)));
  const rows = await tx.rows<ItemFacts>(
    `select item_id, storage_condition, temp_min_c, temp_max_c, unit_cost_fen, unit_volume_ml, unit_weight_g
     from masterdata.v_item where item_id = any($1::bigint[])`,
    [[...ids]],
  );
  return new Map(rows.map((row) => [row.item_id, row]));
}

function completed(document: TransportDocument, items: ReadonlyMap<number, ItemFacts>): NewDocument {
  assert(document.lines.length > 0, `transport was asked for nothing: ${document.document_key}`);
  const lots = Map.groupBy(document.lines, (line) => `${line.item_id}|${line.lot_id}`);
  const lines = [...lots.values()].map((same) => {
    const { item_id, lot_id } = same[0]!;
    const qty = same.reduce((sum, line) => sum + line.qty, 0);
    const item = items.get(item_id);
    assert(item !== undefined, `item ${item_id} is unknown`);
    const { unit_weight_g, unit_volume_ml, unit_cost_fen } = item;
    return {
      item_id,
      lot_id,
      qty,
      weight_g: qty * unit_weight_g,
      volume_ml: qty * unit_volume_ml,
      value_fen: qty * unit_cost_fen,
    };
  });
  const sum = (of: (line: (typeof lines)[number]) => number) =>
    lines.reduce((total, line) => total + of(line), 0);
  const cold = lines
    .map((line) => items.get(line.item_id)!)
    .filter((item) => item.storage_condition !== 'ambient');
  return {
    ...document,
    to_warehouse_id: document.to_warehouse_id ?? null,
    customer_id: document.to_partner_id ?? null,
    department_id: document.department_id ?? null,
    lane_id: document.lane_id ?? null,
    needed_at: document.needed_at ?? null,
    packages: Math.max(document.packages ?? 1, document.ssccs?.length ?? 0, 1),
    ssccs: document.ssccs ?? [],
    weight_g: document.weight_g ?? sum((line) => line.weight_g),
    volume_ml: document.volume_ml ?? sum((line) => line.volume_ml),
    value_fen: sum((line) => line.value_fen),
    temperature_class: classOf(document.storage_condition),
    ...commonRange(cold),
    lines,
  };
}
