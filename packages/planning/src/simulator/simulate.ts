import { PlanningInputError } from '../errors.ts';
import type { EveningState } from '../redistribution/index.ts';
import { eveningState, networkOf, type OpenSupply, type WaitingOrder } from './evening-view.ts';
import { EventQueue } from './event-queue.ts';
import {
  type Move,
  type RunControl,
  type RunSettings,
  type SimulatedWorld,
  SimulationCancelled,
  type SimulationResult,
} from './simulator.model.ts';
import { requireRun, requireWorld } from './simulator-input.ts';
import { Tally } from './tally.ts';
import { UnitLedger } from './unit-ledger.ts';
import { type PlacedOrder, WorldFacts } from './world-facts.ts';

/** Order of what happens at the same moment: goods come, dates pass, waiting orders are served, then the day's own. */
const RANK = { recall: 0, arrival: 1, morning: 2, order: 3, evening: 4 };
const EVENING = 0.9;

/**
 * Plays one world day by day under one transfer policy. In the morning goods arrive, old units are removed and waiting
 * orders are served by tier and age; orders come during the day; in the evening orders past their patience are lost,
 * warehouses whose turn it is order, and transfers leave. The same arguments give the same result.
 * Throws PlanningInputError for a bad world, run or move, and SimulationCancelled.
 */
export function simulate(
  world: SimulatedWorld,
  run: RunSettings,
  control: RunControl = {},
): SimulationResult {
  requireWorld(world);
  requireRun(run);
  return new Simulation(world, run, control).play();
}

class Simulation {
  readonly #world: SimulatedWorld;
  readonly #run: RunSettings;
  readonly #control: RunControl;
  readonly #facts: WorldFacts;
  readonly #units: UnitLedger;
  readonly #tally: Tally;
  readonly #events = new EventQueue<() => void>();
  readonly #waiting: WaitingOrder[][];
  readonly #supplies: Set<OpenSupply>[];
  readonly #decide: (evening: EveningState) => readonly Move[];
  readonly #pairs: number;

  constructor(world: SimulatedWorld, run: RunSettings, control: RunControl) {
    this.#world = world;
    this.#run = run;
    this.#control = control;
    this.#pairs = world.warehouses * world.items;
    this.#facts = new WorldFacts(world, run.seed, run.days);
    this.#units = new UnitLedger(world);
    this.#tally = new Tally(world, run.warm_up_days);
    this.#waiting = Array.from({ length: this.#pairs }, () => []);
    this.#supplies = Array.from({ length: this.#pairs }, () => new Set());
    this.#decide = run.policy.prepare(networkOf(world));
  }

  play(): SimulationResult {
    for (const { day, item, from, to } of this.#facts.recalls)
      this.#events.plan(day, RANK.recall, () =>
        this.#tally.recalled(day, this.#units.recall(item, from, to)),
      );
    this.#planDay(0);
    for (
      let next = this.#events.next();
      next !== undefined && next.at < this.#run.days;
      next = this.#events.next()
    )
      next.event();
    return this.#tally.result(this.#run.policy.name, this.#run.seed, this.#units.balance());
  }

  #planDay(day: number): void {
    this.#events.plan(day, RANK.morning, () => this.#morning(day));
    this.#events.plan(day + EVENING, RANK.evening, () => this.#evening(day));
  }

  #morning(day: number): void {
    for (let pair = 0; pair < this.#pairs; pair += 1) {
      const outdated = this.#units.expire(pair, day);
      if (outdated > 0) this.#tally.outdated(day, pair % this.#world.items, outdated);
      if (this.#waiting[pair]!.length > 0) this.#serveWaiting(pair, day);
      for (const order of this.#facts.ordersOf(pair, day))
        this.#events.plan(order.at, RANK.order, () => this.#order(order, day));
    }
  }

  #serveWaiting(pair: number, day: number): void {
    const queue = this.#waiting[pair]!;
    queue.sort((a, b) => a.tier - b.tier || a.day - b.day);
    for (const order of queue) this.#serve(pair, order, day);
    this.#waiting[pair] = queue.filter((order) => order.qty > 0);
  }

  #serve(pair: number, order: WaitingOrder, day: number): void {
    const served = this.#units.consume(pair, order.qty);
    if (served > 0) this.#tally.served(order, day, served);
    order.qty -= served;
  }

  #order({ pair, tier, qty }: PlacedOrder, day: number): void {
    this.#tally.ordered(day, tier, qty);
    const order = { day, tier, qty };
    this.#serve(pair, order, day);
    if (order.qty > 0) this.#waiting[pair]!.push(order);
  }

  #evening(day: number): void {
    if (this.#control.cancelled?.()) throw new SimulationCancelled();
    for (let pair = 0; pair < this.#pairs; pair += 1) this.#loseImpatient(pair, day);
    this.#replenish(day);
    this.#transfer(day);
    for (let pair = 0; pair < this.#pairs; pair += 1)
      this.#tally.evening(day, pair, this.#units.onHand(pair), this.#units.inbound(pair));
    this.#tally.dayEnded(day);
    this.#control.watch?.(day, this.#units.balance());
    this.#control.progress?.((day + 1) / this.#run.days);
    this.#planDay(day + 1);
  }

  #loseImpatient(pair: number, day: number): void {
    const queue = this.#waiting[pair]!;
    if (queue.length === 0) return;
    const stays = (order: WaitingOrder) => day - order.day < this.#world.tiers[order.tier]!.patience_days;
    for (const order of queue) if (!stays(order)) this.#tally.lost(order, order.qty);
    this.#waiting[pair] = queue.filter(stays);
  }

  /** Warehouses take turns over the review period. */
  #replenish(day: number): void {
    const { warehouses, items, review_days } = this.#world;
    for (let warehouse = 0; warehouse < warehouses; warehouse += 1) {
      if ((day + warehouse) % review_days !== 0) continue;
      for (let pair = warehouse * items; pair < (warehouse + 1) * items; pair += 1)
        this.#orderSupply(pair, day);
    }
  }

  #orderSupply(pair: number, day: number): void {
    const item = pair % this.#world.items;
    const qty = this.#run.replenish({
      pair,
      rate_per_day: this.#world.rate_per_day[pair]!,
      dispersion: this.#world.dispersion[item]!,
      shelf_life_days: this.#world.shelf_life_days[item]!,
      on_hand: this.#units.onHand(pair),
      on_order: [...this.#supplies[pair]!].reduce((sum, supply) => sum + supply.qty, 0),
      inbound: this.#units.inbound(pair),
      waiting: this.#waiting[pair]!.reduce((sum, order) => sum + order.qty, 0),
      lead_time_days: this.#world.lead_time_days,
      review_days: this.#world.review_days,
    });
    if (!Number.isSafeInteger(qty) || qty < 0) throw new PlanningInputError('not_whole', 'replenish()', qty);
    if (qty === 0) return;
    const { promised_day, arrival_day, expiry_day } = this.#facts.supplyOf(pair, day);
    const supply = { promised_day, qty };
    this.#supplies[pair]!.add(supply);
    this.#events.plan(arrival_day, RANK.arrival, () => {
      this.#supplies[pair]!.delete(supply);
      this.#units.receive(pair, { expiry_day, qty });
    });
  }

  #transfer(day: number): void {
    const { warehouses, items, volume, lane_days, lane_fixed_cost, lane_volume_cost } = this.#world;
    const lane_open = Uint8Array.from(
      { length: warehouses ** 2 },
      (_, lane) => +this.#facts.isLaneOpen(lane, day),
    );
    const state = eveningState(this.#world, day, this.#units, this.#waiting, this.#supplies);
    const used = new Set<number>();
    this.#decide({ ...state, lane_open }).forEach((move, k) => {
      this.#requireMove(move, k, lane_open);
      const lane = move.from * warehouses + move.to;
      if (!used.has(lane)) this.#tally.departed(day, lane_fixed_cost[lane]!);
      used.add(lane);
      this.#tally.moved(day, move.qty, move.qty * volume[move.item]! * lane_volume_cost[lane]!);
      const from = move.from * items + move.item;
      const to = move.to * items + move.item;
      const shipment = this.#units.ship({ from, to, qty: move.qty });
      this.#events.plan(day + lane_days[lane]!, RANK.arrival, () => this.#units.deliver(shipment));
    });
  }

  /** A policy that sends what is not there, or on a closed lane, is wrong and is told so. */
  #requireMove({ from, to, item, qty }: Move, k: number, lane_open: Uint8Array): void {
    const { warehouses, items } = this.#world;
    const isIndex = (value: number, length: number) =>
      Number.isInteger(value) && value >= 0 && value < length;
    if (!isIndex(from, warehouses)) throw new PlanningInputError('unknown_id', `moves[${k}].from`, from);
    if (!isIndex(to, warehouses) || to === from)
      throw new PlanningInputError('unknown_id', `moves[${k}].to`, to);
    if (!isIndex(item, items)) throw new PlanningInputError('unknown_id', `moves[${k}].item`, item);
    if (!Number.isInteger(qty) || qty <= 0 || qty > this.#units.onHand(from * items + item))
      throw new PlanningInputError('out_of_range', `moves[${k}].qty`, qty);
    if (lane_open[from * warehouses + to] === 0)
      throw new PlanningInputError('out_of_range', `moves[${k}].to`, 'lane closed');
  }
}
