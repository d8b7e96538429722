/** Whether somebody's roles suffice to approve: pure. */

export type Limit = {
  readonly role: string;
  readonly max_value_fen: number | null;
  readonly max_cost_fen: number | null;
};
export type LimitRefusal = { readonly what: string; readonly amount_fen: number; readonly limit_fen: number };

/** An amount as people read it, with its two digits. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2);

/**
 * Why the roles do not suffice for an order; null where they do. A role without a row approves without limit. The widest
 * role counts, for value and freight apart; without any role the narrowest row does.
 */
export function limitRefusal(
  limits: readonly Limit[],
  roles: readonly string[],
  order: { readonly value_fen: number; readonly cost_fen: number },
): LimitRefusal | null {
  const most = (of: (limit: Limit) => number | null): number => {
    const wide = (limit: Limit | undefined) =>
      (limit === undefined ? null : of(limit)) ?? Number.POSITIVE_INFINITY;
    if (roles.length === 0) return Math.min(...limits.map(wide));
    return Math.max(...roles.map((role) => wide(limits.find((limit) => limit.role === role))));
  };
  const value = most((limit) => limit.max_value_fen);
  const cost = most((limit) => limit.max_cost_fen);
  if (order.value_fen > value) return { what: 'value', amount_fen: order.value_fen, limit_fen: value };
  if (order.cost_fen > cost) return { what: 'freight', amount_fen: order.cost_fen, limit_fen: cost };
  return null;
}
