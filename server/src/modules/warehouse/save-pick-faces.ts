import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { saveFaces } from './replenishment.write.ts';

type Input = contract.InputOf<typeof contract.savePickFaces>;
type Known = {
  readonly location_code: string | null;
  readonly pick_face: boolean | null;
  readonly has: string | null;
  readonly item_code: string | null;
  readonly needs: string | null;
};

export const savePickFaces = defineVerb(
  contract.savePickFaces,
  { permission: 'warehouse.plan', audit: 'warehouse.save_pick_faces' },
  async ({ tx, actor, audit }, input) => {
    const { warehouse_id, lines } = input;
    requireAt(actor, 'warehouse.plan', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const known = await knownPlaces(tx, input);
    refuseWrong(input, known);
    const done = await saveFaces(tx, warehouse_id, lines);
    audit({ entity: 'warehouse', entity_id: warehouse_id, warehouse_id, detail: { ...done, lines } });
    return done;
  },
);

function knownPlaces(tx: Tx, { warehouse_id, lines }: Input): Promise<Known[]> {
  return tx.rows<Known>(
    `select p.location_code, p.pick_face, p.storage_condition as has, i.item_code, i.storage_condition as needs
     from unnest($1::bigint[], $2::bigint[]) with ordinality as k(location_id, item_id, ord)
     left join masterdata.v_location p on p.location_id = k.location_id and p.warehouse_id = $3 and p.retired_at is null
     left join masterdata.v_item i on i.item_id = k.item_id
     order by k.ord`,
    [lines.map((line) => line.location_id), lines.map((line) => line.item_id), warehouse_id],
  );
}

function refuseWrong({ lines }: Input, known: readonly Known[]): void {
  const first = new Map<string, number>();
  const errors = lines.flatMap((line, index): FieldError[] => {
    const key = `${line.location_id}|${line.item_id}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index + 1);
    const wrong =
      earlier === undefined
        ? wrongWith(line, known[index]!)
        : { code: 'warehouse.line_repeated', params: { line: index + 1, first: earlier } };
    return wrong === null ? [] : [{ path: `lines.${index}`, ...wrong }];
  });
  const [worst] = errors;
  if (worst === undefined) return;
  const field_only = !worst.code.includes('.');
  throw new AppError(field_only ? 'platform.invalid_input' : worst.code, worst.params, { errors });
}

function wrongWith(
  { min_qty, max_qty }: Input['lines'][number],
  { location_code, pick_face, has, item_code, needs }: Known,
): Pick<FieldError, 'code' | 'params'> | null {
  if (location_code === null || item_code === null) return { code: 'warehouse.place_elsewhere', params: {} };
  // What is taken off a place may stand on one that is no pick face any more.
  if (min_qty === null || max_qty === null) return null;
  if (!pick_face) return { code: 'warehouse.not_a_pick_face', params: { location_code } };
  if (has !== needs) return { code: 'warehouse.condition_mismatch', params: { item_code, needs, has } };
  return max_qty > min_qty ? null : { code: 'order', params: { min_qty, max_qty } };
}
