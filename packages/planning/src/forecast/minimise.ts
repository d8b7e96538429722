export type Box = { readonly low: readonly number[]; readonly high: readonly number[] };

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/**
 * The point of a box where `cost` is least, by the simplex of Nelder and Mead (1965) with projection onto the box.
 * `start` lies in the box; `evaluations_max` bounds the calls of `cost`, which may answer Infinity but not NaN.
 * Stops early when best and worst corner differ by less than a hundred-thousandth.
 */
export function minimise(
  cost: (point: Float64Array) => number,
  start: readonly number[],
  box: Box,
  evaluations_max: number,
): { readonly point: Float64Array; readonly cost: number } {
  const size = start.length;
  const corners = startingCorners(start, box).map((point) => ({ point, cost: cost(point) }));
  const centre = new Float64Array(size);
  let evaluations = size + 1;
  const probe = (along: number) => {
    const worst = corners[size]!.point;
    const point = new Float64Array(size);
    for (let k = 0; k < size; k++)
      point[k] = clamp(centre[k]! + along * (centre[k]! - worst[k]!), box.low[k]!, box.high[k]!);
    evaluations += 1;
    return { point, cost: cost(point) };
  };
  for (;;) {
    corners.sort((a, b) => a.cost - b.cost);
    const best = corners[0]!;
    const worst = corners[size]!;
    if (evaluations >= evaluations_max || worst.cost - best.cost <= 1e-5 * Math.abs(best.cost)) return best;
    for (let k = 0; k < size; k++) {
      let sum = 0;
      for (let corner = 0; corner < size; corner++) sum += corners[corner]!.point[k]!;
      centre[k] = sum / size;
    }
    const reflected = probe(1);
    if (reflected.cost < best.cost) {
      const expanded = probe(2);
      corners[size] = expanded.cost < reflected.cost ? expanded : reflected;
    } else if (reflected.cost < corners[size - 1]!.cost) corners[size] = reflected;
    else {
      const contracted = probe(reflected.cost < worst.cost ? 0.5 : -0.5);
      if (contracted.cost < Math.min(reflected.cost, worst.cost)) corners[size] = contracted;
      else {
        for (const corner of corners.slice(1)) {
          for (let k = 0; k < size; k++) corner.point[k] = (corner.point[k]! + best.point[k]!) / 2;
          corner.cost = cost(corner.point);
          evaluations += 1;
        }
      }
    }
  }
}

/** The start and, for each axis, the start moved by a fifth of the box towards its wider side. */
function startingCorners(start: readonly number[], { low, high }: Box): Float64Array[] {
  const corners = [Float64Array.from(start)];
  for (let k = 0; k < start.length; k++) {
    const corner = Float64Array.from(start);
    const stride = (high[k]! - low[k]!) / 5;
    corner[k] = start[k]! + stride <= high[k]! ? start[k]! + stride : start[k]! - stride;
    corners.push(corner);
  }
  return corners;
}
