import * as contract from '@tongcang/contract';
import { isValidSscc } from '@tongcang/udi';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { nextSsccs } from '../stock/index.ts';
import { linesOf, lockDemand, stillOpen } from './fulfilment.read.ts';
import { sum } from './outbound.model.ts';
import { type ReadyGoods, readyGoodsOf } from './ready-goods.ts';
import {
  isReviewed,
  type OpenPackage,
  openPackages,
  packedOf,
  reviewedClasses,
  reviewsOf,
} from './reviews.read.ts';
import { insertPackages, type NewPackage } from './reviews.write.ts';

type Input = contract.InputOf<typeof contract.packDemand>;

export const packDemand = defineVerb(
  contract.packDemand,
  { permission: 'fulfilment.ship', audit: 'fulfilment.pack' },
  async ({ tx, actor, audit }, input) => {
    const demand = await lockDemand(tx, input.demand_id);
    const { demand_id, warehouse_id, document_no } = demand;
    requireAt(actor, 'fulfilment.ship', warehouse_id);
    stillOpen(demand);
    const lines = await linesOf(tx, demand_id);
    const goods = await readyGoodsOf(
      tx,
      'demand_line',
      lines.map((line) => line.demand_line_id),
    );
    const packed = await openPackages(tx, demand_id);
    await refuseWrong(tx, input, goods, packed);
    const numbers = await numbersFor(tx, input.packages);
    const sizes = new Map(lines.map((line) => [line.item_id, line]));
    const packages = input.packages.map((p, index) => packageOf(p, numbers[index]!, goods, sizes));
    const ids = await insertPackages(tx, { demand_id, warehouse_id, packed_by: actor.user_id }, packages);
    audit({ entity: 'demand', entity_id: demand_id, warehouse_id, detail: { document_no, ssccs: numbers } });
    return {
      demand_id,
      packages: ids.map((package_id, index) => ({ package_id, sscc: numbers[index]! })),
    };
  },
);

/** The number on the label that was scanned, otherwise the next one of the company. */
async function numbersFor(tx: Tx, packages: Input['packages']): Promise<string[]> {
  const wrong = packages.findIndex(({ sscc }) => sscc !== undefined && !isValidSscc(sscc));
  if (wrong >= 0) {
    const error = { code: 'stock.sscc_invalid', params: { sscc: packages[wrong]!.sscc! } };
    throw new AppError(error.code, error.params, { errors: [{ path: `packages.${wrong}.sscc`, ...error }] });
  }
  const unnamed = packages.filter(({ sscc }) => sscc === undefined).length;
  const made = unnamed === 0 ? [] : await nextSsccs(tx, unnamed);
  return packages.map(({ sscc }) => sscc ?? made.shift()!);
}

/** Only what was picked and reviewed goes into a box, and nothing twice. */
async function refuseWrong(
  tx: Tx,
  input: Input,
  goods: readonly ReadyGoods[],
  packed: readonly OpenPackage[],
): Promise<void> {
  const ids = goods.map((g) => g.allocation_id);
  const [reviews, needed] = await Promise.all([
    reviewsOf(tx, ids),
    reviewedClasses(tx, [...new Set(goods.map((g) => g.item_id))]),
  ]);
  const known = new Map(goods.map((g) => [g.allocation_id, g]));
  const left = new Map(goods.map((g) => [g.allocation_id, g.qty - packedOf(packed, g.allocation_id)]));
  const errors: FieldError[] = [];
  input.packages.forEach((box, at) => {
    box.lines.forEach(({ allocation_id, qty }, index) => {
      const about = known.get(allocation_id);
      const path = `packages.${at}.lines.${index}.allocation_id`;
      if (about === undefined || about.status !== 'picked')
        errors.push({ path, code: 'fulfilment.not_to_review', params: { allocation_id } });
      else if (needed(about.item_id) && !isReviewed(about, reviews))
        errors.push({
          path,
          code: 'fulfilment.not_reviewed',
          params: { lot_no: about.lot_no, qty: about.qty },
        });
      else if (qty > left.get(allocation_id)!) {
        const params = { allocation_id, wanted: qty, left: left.get(allocation_id)! };
        errors.push({ path, code: 'fulfilment.package_exceeded', params });
      } else left.set(allocation_id, left.get(allocation_id)! - qty);
    });
  });
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
}

type Size = { readonly unit_weight_g: number; readonly unit_volume_ml: number };

function packageOf(
  box: Input['packages'][number],
  sscc: string,
  goods: readonly ReadyGoods[],
  sizes: ReadonlyMap<number, Size>,
): NewPackage {
  const content = Map.groupBy(box.lines, (line) => line.allocation_id);
  const lines = [...content].map(([allocation_id, same]) => {
    const { item_id, lot_id } = goods.find((g) => g.allocation_id === allocation_id)!;
    return { allocation_id, item_id, lot_id, qty: sum(same.map((line) => line.qty)) };
  });
  const measure = (of: (size: Size) => number) =>
    sum(lines.map((line) => line.qty * of(sizes.get(line.item_id)!)));
  return {
    sscc,
    weight_g: box.weight_g ?? measure((size) => size.unit_weight_g),
    volume_ml: box.volume_ml ?? measure((size) => size.unit_volume_ml),
    lines,
  };
}
