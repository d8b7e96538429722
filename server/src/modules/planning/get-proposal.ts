import { getProposal as contract, type OutputOf } from '@tongcang/contract';
import { sees } from '../../platform/actor.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { readDemandOfLines } from './demand-of-lines.ts';
import { PROPOSAL_COLUMNS, PROPOSAL_FROM, type ProposalView } from './list-proposals.ts';
import { dated, type StoredExplanation, type StoredLine, type StoredNeed } from './proposal-rows.ts';

type Output = OutputOf<typeof contract>;
type Row = ProposalView & {
  readonly lines: readonly StoredLine[];
  readonly needs: readonly StoredNeed[];
  readonly explanation: StoredExplanation;
  readonly variable_fen: number;
  readonly fixed_share_fen: number;
  readonly distance_km: number;
  readonly transit_hours: number;
  readonly plan_checked: boolean;
};
type Lot = {
  readonly lot_id: number;
  readonly lot_no: string;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
};

/** Everything that decided a proposal, as it was when it was planned. */
export const getProposal = defineVerb(
  contract,
  { permission: 'planning.read', audit: null },
  async ({ tx, actor }, { proposal_id }) => {
    const [row] = await tx.rows<Row>(
      `select ${PROPOSAL_COLUMNS}, p.lines, p.needs, p.explanation, p.variable_fen, p.fixed_share_fen, l.distance_km,
         l.transit_hours, (select violations = '[]' from planning.planning_run r
                           where r.planning_run_id = p.planning_run_id) is true as plan_checked
       from ${PROPOSAL_FROM} where p.proposal_id = $1`,
      [proposal_id],
    );
    if (row === undefined) notFound('proposal', proposal_id);
    const { lines, needs, explanation, variable_fen, fixed_share_fen, distance_km, transit_hours, ...view } =
      row;
    const [lots, demand, warehouses, modes] = await Promise.all([
      tx.rows<Lot>(
        `select lot_id, lot_no, production_date, expiry_date from stock.v_lot
         where item_id = $1 and lot_id = any($2::bigint[])`,
        [row.item_id, lines.map((line) => line.lot_id)],
      ),
      readDemandOfLines(
        tx,
        needs.flatMap((need) => need.demand_line_ids),
      ),
      tx.rows<{ warehouse_id: number; warehouse_code: string }>(
        'select warehouse_id, warehouse_code from masterdata.v_warehouse where warehouse_id = any($1::bigint[])',
        [explanation.alternatives.map((one) => one.from_warehouse_id)],
      ),
      tx.rows<{ lane_id: number; mode: string }>(
        'select lane_id, mode from masterdata.v_lane where lane_id = any($1::bigint[])',
        [explanation.alternatives.map((one) => one.lane_id)],
      ),
    ]);
    const lotOf = new Map(lots.map((lot) => [lot.lot_id, lot]));
    const demandOf = new Map(demand.map((line) => [line.demand_line_id, line]));
    const codeOf = new Map(warehouses.map((w) => [w.warehouse_id, w.warehouse_code]));
    const modeOf = new Map(modes.map((lane) => [lane.lane_id, lane.mode]));
    const { weight_g, lane_fixed_fen, shared_with_proposals, counterfactual, ...why } = explanation;
    // Other ways that were weighed lead from other warehouses; what stands there is told to those who see them.
    const inSight = (way: { from_warehouse_id: number }) => sees(actor, way.from_warehouse_id);
    const alternatives = explanation.alternatives.filter(inSight);
    const { today, projection_without, projection_with, ...without_and_with } = counterfactual;
    return {
      ...view,
      ...why,
      rejected: explanation.rejected.filter(inSight),
      counterfactual: {
        ...without_and_with,
        projection_without: dated(today, projection_without),
        projection_with: dated(today, projection_with),
      },
      needs: needs.map(({ demand_line_ids, ...need }) => ({
        ...need,
        demand: demand_line_ids.flatMap((id) => demandOf.get(id) ?? []),
      })),
      line_rows: lines.map((line) => ({
        ...lotOf.get(line.lot_id)!,
        ...line,
        rules_passed: [...line.rules_passed],
      })),
      cost: {
        variable_fen,
        fixed_share_fen,
        lane_fixed_fen,
        weight_g,
        distance_km,
        transit_hours,
        shared_with_proposals,
      },
      alternatives: alternatives.map((one) => ({
        ...one,
        from_warehouse_code: codeOf.get(one.from_warehouse_id) ?? '',
        mode: modeOf.get(one.lane_id) ?? '',
      })),
    } as Output;
  },
);
