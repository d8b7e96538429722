import type { Place } from './recall.read.ts';
import type { ScopePiece } from './recall.scope.ts';
import type { NewNotice } from './recall.write.ts';

type Line = NewNotice['lines'][number];

/**
 * Who must be told: departments that have goods in scope, delivered or in our cabinet there, and warehouses of ours. Goods
 * on the road are stopped where they are; whoever waits for them has not got them. Pure.
 */
export function consigneesOf(
  places: readonly Place[],
  partners: ReadonlyMap<number, number>,
  serials_at: ReadonlyMap<string, readonly string[]>,
  customers_too: boolean,
): NewNotice[] {
  const told = places.filter((p) => p.kind === 'bin' || (customers_too && p.department_id !== null));
  // Hospitals come first: with them the hours count.
  const ordered = told.toSorted(
    (a, b) => Number(a.department_id === null) - Number(b.department_id === null),
  );
  const groups = Map.groupBy(ordered, (p) =>
    p.department_id === null ? `w${p.warehouse_id}` : `d${p.department_id}`,
  );
  return [...groups].map(([end, standing]) => {
    const { department_id, warehouse_id } = standing[0]!;
    const partner_id = department_id === null ? null : (partners.get(department_id) ?? null);
    const lines = linesOf(standing, (item_id, lot_id) => serials_at.get(`${end}|${item_id}|${lot_id}`) ?? []);
    return { partner_id, department_id, warehouse_id: department_id === null ? warehouse_id : null, lines };
  });
}

function linesOf(
  standing: readonly Place[],
  serials: (item_id: number, lot_id: number) => readonly string[],
): Line[] {
  const lots = Map.groupBy(standing, (place) => `${place.item_id}|${place.lot_id}`);
  return [...lots.values()].map((here) => {
    const { item_id, lot_id } = here[0]!;
    const sum = (of: readonly Place[]) => of.reduce((total, place) => total + place.qty, 0);
    const consigned_qty = sum(here.filter((place) => place.kind === 'consigned'));
    return { item_id, lot_id, qty: sum(here), consigned_qty, serial_nos: serials(item_id, lot_id) };
  });
}

export type StandingPiece = ScopePiece & { readonly end: string };
/** Numbers of single pieces by who has them, as `consigneesOf` asks for them. */
export function serialsByEnd(pieces: readonly StandingPiece[]): Map<string, string[]> {
  const groups = Map.groupBy(pieces, (piece) => `${piece.end}|${piece.item_id}|${piece.lot_id}`);
  return new Map([...groups].map(([key, here]) => [key, here.map((piece) => piece.serial_no)]));
}
