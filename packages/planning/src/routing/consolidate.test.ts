import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlanningInputError } from '../errors.ts';
import { checkConsolidation } from './check-consolidation.ts';
import { consolidateShipments } from './consolidate.ts';
import type {
  ConsolidationInput,
  ConsolidationPlan,
  LaneDeparture,
  ShippingDocument,
} from './consolidation.model.ts';

const DOCUMENT: ShippingDocument = {
  document_id: 1,
  from_warehouse_id: 1,
  to_warehouse_id: 2,
  ready_hours: 0,
  latest_arrival_hours: 48,
  weight_kg: 10,
  volume_l: {},
};
const DEPARTURE: LaneDeparture = {
  departure_id: 1,
  from_warehouse_id: 1,
  to_warehouse_id: 2,
  departs_hours: 10,
  transit_hours: 5,
  weight_kg_max: 100,
  volume_l_max: { ambient: 100 },
  fixed_cost_fen: 1000,
  cost_fen_per_kg: 10,
};
const world = (
  documents: readonly Partial<ShippingDocument>[],
  departures: readonly Partial<LaneDeparture>[],
): ConsolidationInput => ({
  documents: documents.map((row, nth) => ({ ...DOCUMENT, document_id: nth + 1, ...row })),
  departures: departures.map((row, nth) => ({ ...DEPARTURE, departure_id: nth + 1, ...row })),
});
/** [departure, documents on it] */
const loads = (input: ConsolidationInput) =>
  consolidateShipments(input).loads.map((load) => [
    load.departure_id,
    load.documents.map((row) => row.document_id),
  ]);

const whole = (min: number, max: number) => fc.integer({ min, max });
const documentIn = fc.record({
  to_warehouse_id: whole(2, 3),
  ready_hours: whole(0, 30),
  latest_arrival_hours: whole(20, 70),
  weight_kg: fc.double({ min: 0, max: 50, noNaN: true }),
  volume_l: fc.record({ ambient: whole(0, 40), cold: whole(0, 9) }, { requiredKeys: [] }),
  parts: whole(1, 3),
  priority_class: whole(1, 4),
});
const departureIn = fc.record({
  to_warehouse_id: whole(2, 3),
  departs_hours: whole(0, 50),
  transit_hours: whole(2, 20),
  weight_kg_max: whole(20, 120),
  volume_l_max: fc.record({ ambient: whole(0, 120), cold: whole(0, 20) }, { requiredKeys: [] }),
  fixed_cost_fen: whole(0, 3000),
  cost_fen_per_kg: whole(0, 50),
});
const worldIn = (documents_max: number, departures_max: number) =>
  fc
    .tuple(
      fc.array(documentIn, { maxLength: documents_max }),
      fc.array(departureIn, { maxLength: departures_max }),
    )
    .map(([documents, departures]) => world(documents, departures));

describe('in any world', () => {
  test('a plan keeps every rule and accounts for every part', () => {
    fc.assert(
      fc.property(worldIn(25, 24), (input) => {
        expect(checkConsolidation(input, consolidateShipments(input))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('nothing is left that an unused departure would take', () => {
    fc.assert(
      fc.property(worldIn(12, 10), (input) => {
        const plan = consolidateShipments(input);
        const used = new Set(plan.loads.map((load) => load.departure_id));
        for (const left of plan.left.filter((row) => row.cause === 'no_room')) {
          const document = input.documents.find((row) => row.document_id === left.document_id)!;
          const free = input.departures.filter((row) => !used.has(row.departure_id));
          const alone = consolidateShipments({ documents: [document], departures: free });
          expect(alone.loads).toEqual([]);
        }
      }),
    );
  });

  test('against all ways to load small lanes: leaves no more, at no more than a hundredth more', () => {
    let [worlds, same_left, cost, least] = [0, 0, 0, 0];
    fc.assert(
      fc.property(worldIn(6, 3), (input) => {
        const whole_input = { ...input, documents: input.documents.map((row) => ({ ...row, parts: 1 })) };
        const plan = consolidateShipments(whole_input);
        const best = bestOfAllWays(whole_input);
        worlds++;
        if (plan.left.length > best.left) return;
        same_left++;
        // Fewer documents or other classes may be left than in the cheapest way, so that only bounds are compared.
        cost += plan.totals.freight_fen;
        least += Math.min(best.cost_fen, plan.totals.freight_fen);
      }),
      { numRuns: 200, seed: 42 },
    );
    expect(same_left / worlds).toBeGreaterThan(0.99);
    expect(cost / least).toBeLessThan(1.01);
  });
});

describe('small cases', () => {
  test('documents of a lane share one departure instead of one each', () => {
    const plan = consolidateShipments(world([{}, {}, {}], [{}, {}, {}]));
    expect(plan.loads).toHaveLength(1);
    expect(plan.totals).toEqual({
      departures: 1,
      fixed_fen: 1000,
      variable_fen: 300,
      freight_fen: 1300,
      apart_fen: 3300,
    });
  });

  test('waits for the later departure that takes both, unless the first is due earlier', () => {
    const departures = [{ departs_hours: 10 }, { departs_hours: 20 }];
    expect(loads(world([{}, { ready_hours: 15 }], departures))).toEqual([[2, [1, 2]]]);
    expect(loads(world([{ latest_arrival_hours: 16 }, { ready_hours: 15 }], departures))).toEqual([
      [1, [1]],
      [2, [2]],
    ]);
  });

  test('pays more by the kilogram where that saves a fixed cost', () => {
    const departures = [
      { fixed_cost_fen: 5000, cost_fen_per_kg: 1 },
      { fixed_cost_fen: 100, cost_fen_per_kg: 100 },
    ];
    expect(loads(world([{}], departures))).toEqual([[2, [1]]]);
    expect(loads(world([{ weight_kg: 90 }], departures))).toEqual([[1, [1]]]);
  });

  test('cold goods need a cold compartment', () => {
    const cold = { volume_l: { cold: 5 } };
    const plan = consolidateShipments(world([cold, cold, {}], [{}, { volume_l_max: { cold: 5 } }]));
    expect(plan.left).toEqual([{ document_id: 2, parts: 1, cause: 'no_room', nearest_departure_id: 2 }]);
  });

  test('a document with parts is divided, one without is not', () => {
    const departures = [{ weight_kg_max: 30 }, { weight_kg_max: 30 }];
    expect(consolidateShipments(world([{ weight_kg: 40 }], departures)).left).toMatchObject([
      { cause: 'too_large' },
    ]);
    const divided = consolidateShipments(world([{ weight_kg: 40, parts: 4 }], departures));
    expect(divided.loads.map((load) => load.documents[0]!.parts)).toEqual([3, 1]);
    const half = consolidateShipments(world([{ weight_kg: 80, parts: 8 }], departures));
    expect(half.left).toEqual([{ document_id: 1, parts: 2, cause: 'no_room', nearest_departure_id: 1 }]);
  });

  test('the urgent document travels where there is room for one', () => {
    const documents = [{ weight_kg: 60 }, { weight_kg: 50, priority_class: 1 }];
    expect(loads(world(documents, [{}]))).toEqual([[1, [2]]]);
  });

  test('moves a document to another departure to make room for one that has no other', () => {
    const documents = [
      { weight_kg: 60, priority_class: 1 },
      { weight_kg: 50, latest_arrival_hours: 15 },
    ];
    const departures = [{ cost_fen_per_kg: 1 }, { departs_hours: 40 }];
    expect(loads(world(documents, departures))).toEqual([
      [1, [2]],
      [2, [1]],
    ]);
  });

  test.each([
    ['no_lane', {}, { to_warehouse_id: 3 }, null],
    ['not_ready', { ready_hours: 11 }, {}, 1],
    ['too_late', { latest_arrival_hours: 14 }, {}, 1],
    ['no_compartment', { volume_l: { frozen: 1 } }, {}, 1],
    ['too_large', { weight_kg: 101 }, {}, 1],
    ['too_large', { volume_l: { ambient: 101 } }, {}, 1],
  ] as const)('a document is left for %s', (cause, document, departure, nearest_departure_id) => {
    const { left } = consolidateShipments(world([document], [departure]));
    expect(left).toEqual([{ document_id: 1, parts: 1, cause, nearest_departure_id }]);
  });

  test('nothing is an empty plan', () => {
    expect(consolidateShipments({ documents: [], departures: [] })).toMatchObject({ loads: [], left: [] });
    expect(loads(world([], [{}]))).toEqual([]);
  });

  test('a document of no weight and no volume travels', () => {
    expect(loads(world([{ weight_kg: 0 }], [{ weight_kg_max: 0, volume_l_max: {} }]))).toEqual([[1, [1]]]);
  });
});

describe('the judge', () => {
  const input = world([{ parts: 2, volume_l: { ambient: 8 } }, {}], [{}]);
  const plan = consolidateShipments(input);
  const load = plan.loads[0]!;
  const departure = (change: Partial<LaneDeparture>) => ({
    ...input,
    departures: [{ ...input.departures[0]!, ...change }],
  });
  test.each<[string, ConsolidationInput, ConsolidationPlan]>([
    ['unknown_reference', departure({ departure_id: 9 }), plan],
    ['wrong_lane', departure({ to_warehouse_id: 3 }), plan],
    ['not_ready', departure({ departs_hours: -1 }), plan],
    ['too_late', departure({ transit_hours: 39 }), plan],
    ['weight', departure({ weight_kg_max: 19 }), plan],
    ['volume', departure({ volume_l_max: { ambient: 7 } }), plan],
    ['cost', departure({ cost_fen_per_kg: 11 }), plan],
    ['cost', departure({ fixed_cost_fen: 1 }), plan],
    ['cost', input, { ...plan, totals: { ...plan.totals, freight_fen: 1 } }],
    ['parts_not_conserved', input, { ...plan, loads: [] }],
    ['departure_twice', input, { ...plan, loads: [load, load] }],
    [
      'parts_not_conserved',
      input,
      { ...plan, loads: [{ ...load, documents: [{ document_id: 1, parts: 1 }, load.documents[1]!] }] },
    ],
  ])('finds %s', (code, judged, told) => {
    expect(checkConsolidation(judged, told).map((violation) => violation.code)).toContain(code);
  });
});

describe('bad input is refused with its field', () => {
  test.each([
    ['documents[0].weight_kg', 'not_a_number', world([{ weight_kg: Number.NaN }], [{}])],
    ['documents[0].parts', 'out_of_range', world([{ parts: 0 }], [{}])],
    ['documents[0].parts', 'not_whole', world([{ parts: 1.5 }], [{}])],
    ['documents[0].ready_hours', 'not_a_number', world([{ ready_hours: Infinity }], [{}])],
    ['documents[0].volume_l.cold', 'out_of_range', world([{ volume_l: { cold: -1 } }], [{}])],
    ['documents[1].document_id', 'duplicate', world([{}, { document_id: 1 }], [{}])],
    ['documents[0].priority_class', 'out_of_range', world([{ priority_class: 0 }], [{}])],
    ['departures[0].transit_hours', 'out_of_range', world([{}], [{ transit_hours: -1 }])],
    ['departures[0].weight_kg_max', 'out_of_range', world([{}], [{ weight_kg_max: 1e12 }])],
    ['departures[1].departure_id', 'duplicate', world([{}], [{}, { departure_id: 1 }])],
  ])('%s %s', (field, code, input) => {
    expect(() => consolidateShipments(input)).toThrow(PlanningInputError);
    expect(() => consolidateShipments(input)).toThrow(expect.objectContaining({ field, code }));
  });
});

/** Fewest documents left, and the least freight at which so few are. */
function bestOfAllWays(input: ConsolidationInput): { left: number; cost_fen: number } {
  let best = { left: Infinity, cost_fen: Infinity };
  const choose = (nth: number, chosen: readonly (number | null)[]): void => {
    if (nth < input.documents.length) {
      choose(nth + 1, [...chosen, null]);
      for (const departure of input.departures) choose(nth + 1, [...chosen, departure.departure_id]);
      return;
    }
    const plan = asPlan(input, chosen);
    if (checkConsolidation(input, plan).length > 0) return;
    const found = { left: plan.left.length, cost_fen: plan.totals.freight_fen };
    if (found.left < best.left || (found.left === best.left && found.cost_fen < best.cost_fen)) best = found;
  };
  choose(0, []);
  return best;
}

function asPlan(input: ConsolidationInput, chosen: readonly (number | null)[]): ConsolidationPlan {
  const planned = input.departures.flatMap((departure) => {
    const documents = input.documents.filter((_, nth) => chosen[nth] === departure.departure_id);
    if (documents.length === 0) return [];
    const weight_kg = documents.reduce((sum, row) => sum + row.weight_kg, 0);
    return [
      {
        departure_id: departure.departure_id,
        arrival_hours: departure.departs_hours + departure.transit_hours,
        documents: documents.map(({ document_id }) => ({ document_id, parts: 1 })),
        weight_kg,
        fill_share: 0,
        fixed_fen: departure.fixed_cost_fen,
        variable_fen: Math.round(weight_kg * departure.cost_fen_per_kg),
      },
    ];
  });
  const left = input.documents.flatMap(({ document_id }, nth) =>
    chosen[nth] === null
      ? [{ document_id, parts: 1, cause: 'no_room' as const, nearest_departure_id: null }]
      : [],
  );
  const freight_fen = planned.reduce((sum, load) => sum + load.fixed_fen + load.variable_fen, 0);
  return {
    loads: planned,
    left,
    totals: { departures: planned.length, fixed_fen: 0, variable_fen: 0, freight_fen, apart_fen: 0 },
  };
}
