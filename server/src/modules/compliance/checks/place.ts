import type { Disposition } from '../movement.ts';
import { check, type Finding } from './check.ts';

export const storageCondition = check(['compliance.storage_condition'], (_facts, { to }, item) =>
  to.kind !== 'bin' ||
  to.storage_condition === item.storage_condition ||
  to.zone_kind === 'receiving' ||
  to.zone_kind === 'dispatch'
    ? null
    : {
        code: 'compliance.storage_condition',
        params: { item_code: item.item_code, needs: item.storage_condition, has: to.storage_condition ?? '' },
      },
);

const ZONES: Readonly<Record<Disposition, readonly string[] | null>> = {
  quarantine: ['receiving', 'returns'],
  released: ['receiving', 'storage', 'dispatch', 'sample'],
  rejected: ['rejected'],
  held: null,
  recalled: null,
  expired: null,
};
export const dispositionZone = check(['compliance.disposition_zone'], (_facts, { to, to_disposition }) => {
  const zones = ZONES[to_disposition];
  if (to.kind !== 'bin' || zones === null || zones.includes(to.zone_kind ?? '')) return null;
  return {
    code: 'compliance.disposition_zone',
    params: { disposition: to_disposition, zone_kind: to.zone_kind ?? '' },
  };
});

/** Nothing is put into a bin that was taken out of use; what still stands there may leave it. */
export const binInUse = check(['compliance.bin_retired'], (_facts, { from, to }) =>
  to.kind === 'bin' && to.retired === true && from !== to
    ? { code: 'compliance.bin_retired', params: { zone_kind: to.zone_kind ?? '' } }
    : null,
);

/** An item with a temperature range travels only on a lane whose own range lies inside it. */
export const laneTemperature = check(
  ['compliance.lane_missing', 'compliance.lane_temperature'],
  (facts, movement, item): Finding | null => {
    if (item.storage_condition !== 'cold' && item.storage_condition !== 'frozen') return null;
    if (item.temp_min_c === null || item.temp_max_c === null) return null;
    const lane = facts.lanes.get(movement.lane_id ?? 0);
    if (lane === undefined) return { code: 'compliance.lane_missing', params: { item_code: item.item_code } };
    const fits =
      lane.temp_min_c !== null &&
      lane.temp_max_c !== null &&
      lane.temp_min_c >= item.temp_min_c &&
      lane.temp_max_c <= item.temp_max_c;
    return fits
      ? null
      : {
          code: 'compliance.lane_temperature',
          params: {
            item_code: item.item_code,
            needs: `${item.temp_min_c}..${item.temp_max_c}`,
            has: laneRange(lane),
          },
        };
  },
);

function laneRange(lane: { temp_min_c: number | null; temp_max_c: number | null }): string {
  return lane.temp_min_c === null ? 'ambient' : `${lane.temp_min_c}..${lane.temp_max_c}`;
}
