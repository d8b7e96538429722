import { there } from '../rows.ts';
import { call, fresh, type Ground, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const THERE = 'there missing';
const reason = 'x';

const identifier = ({ gloves }: Ground) => ({
  item_id: gloves,
  issuer: 'ahm',
  di: fresh('MF').replace(/[^0-9A-Za-z]/g, ''),
  packing_level: 'carton',
  units_per_pack: 10,
});
const added = async (ground: Ground) =>
  (await call<{ identifier_id: number }>(ground, 'masterdata.add-identifier', identifier(ground)))
    .identifier_id;

/** Who may do what with device identifiers: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const identifiers: ModuleRows = {
  expectations: [
    //                                       keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['masterdata.list-identifiers', THERE,   '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['masterdata.add-identifier', THERE,     '33   33   33   33   33   33   33   33   33   +4   33'],
    ['masterdata.retire-identifier', THERE,  '33   33   33   33   33   33   33   33   33   +4   33'],
  ],
  sight_is_no_hand: [
    //                                       wide_eyes wide_planner wide_quality
    ['masterdata.add-identifier',            '33 33 33'],
    ['masterdata.retire-identifier',         '33 33 33'],
  ],
  others: [
    //                                       purchaser driver accountant
    ['masterdata.list-identifiers',          '+4 33 +4'],
    ['masterdata.add-identifier',            '33 33 33'],
    ['masterdata.retire-identifier',         '33 33 33'],
  ],
  requests: {
    'masterdata.list-identifiers': there(({ gloves }) => ({ item_id: gloves }), { item_id: MISSING }),
    'masterdata.add-identifier': there(identifier, { item_id: MISSING }),
    'masterdata.retire-identifier': there(
      async (ground) => ({ identifier_id: await added(ground), reason }),
      { identifier_id: MISSING },
    ),
  },
};
