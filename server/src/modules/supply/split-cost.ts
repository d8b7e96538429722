/**
 * Splits an amount by weights into whole fen that add up to it exactly: each gets its floor, and the fen left over go to
 * the largest remainders, the earlier line first where they are equal. Weights that are all zero count alike.
 */
export function splitAmount(amount_fen: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  const shares = total === 0n ? weights.map(() => 1n) : weights.map(BigInt);
  const divisor = total === 0n ? BigInt(weights.length) : total;
  const parts = shares.map((share, index) => {
    const product = BigInt(amount_fen) * share;
    return { index, whole: product / divisor, rest: product % divisor };
  });
  let left = BigInt(amount_fen) - parts.reduce((sum, part) => sum + part.whole, 0n);
  const result = parts.map((part) => Number(part.whole));
  const byRest = parts.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  for (const { index } of byRest) {
    if (left === 0n) break;
    result[index]! += 1;
    left -= 1n;
  }
  return result;
}
