import { type Scope, SYSTEM_SCOPE } from './db.ts';
import { fail, notFound } from './errors.ts';

/**
 * Who asks. Built anew for every request from the session or API key, so that a withdrawn role or a closed
 * session holds at once.
 */
export type Actor = {
  readonly user_id: number | null;
  readonly account: string;
  readonly display_name: string;
  readonly language: 'zh' | 'en';
  readonly session_id: number | null;
  /** Permission -> the warehouses it holds for. */
  readonly permissions: ReadonlyMap<string, 'all' | ReadonlySet<number>>;
  readonly scope: Scope;
  /** Whether the person has given the password again in the last minutes; asked for by signatures. */
  readonly recently_authenticated: boolean;
  /** Separates the idempotency keys of different people. */
  readonly key: string;
};

/** The system itself: jobs, seeds and set-up. It is never built from a request. */
export const SYSTEM_ACTOR: Actor = {
  user_id: null,
  account: 'system',
  display_name: 'system',
  language: 'zh',
  session_id: null,
  permissions: new Map(),
  scope: SYSTEM_SCOPE,
  recently_authenticated: false,
  key: 'system',
};

export const ANONYMOUS_ACTOR: Actor = {
  ...SYSTEM_ACTOR,
  account: 'anonymous',
  display_name: 'anonymous',
  scope: { user_id: null, warehouses: [], partner_id: null },
  key: 'anonymous',
};

/** Whether the actor holds `permission`, anywhere or at the warehouse named. */
export function can(actor: Actor, permission: string, warehouse_id?: number): boolean {
  if (actor === SYSTEM_ACTOR) return true;
  const held = actor.permissions.get(permission);
  if (held === undefined) return false;
  return held === 'all' || warehouse_id === undefined || held.has(warehouse_id);
}

/**
 * Whether the actor holds `permission` for the whole company. Sight of everything is not enough: an auditor who keeps
 * one warehouse besides sees all of them and may act at that one only.
 */
export function canEverywhere(actor: Actor, permission: string): boolean {
  if (actor === SYSTEM_ACTOR) return true;
  return actor.scope.warehouses === 'all' && actor.permissions.get(permission) === 'all';
}

/** Demands `permission` at every warehouse in sight, for what works on all that its transaction sees. */
export function requireWhereSeen(actor: Actor, permission: string): void {
  const { warehouses } = actor.scope;
  const holds =
    warehouses === 'all'
      ? canEverywhere(actor, permission)
      : warehouses.every((warehouse_id) => can(actor, permission, warehouse_id));
  if (!holds) fail('platform.forbidden', { permission });
}

/**
 * Demands `permission` at a warehouse. A warehouse outside the actor's sight is answered like one that does not
 * exist; one in sight without the function is answered 403.
 */
export function requireAt(actor: Actor, permission: string, warehouse_id: number): void {
  if (can(actor, permission, warehouse_id)) return;
  if (!sees(actor, warehouse_id)) notFound('warehouse', warehouse_id);
  fail('platform.forbidden', { permission, warehouse_id });
}

export function sees(actor: Actor, warehouse_id: number): boolean {
  return actor.scope.warehouses === 'all' || actor.scope.warehouses.includes(warehouse_id);
}
