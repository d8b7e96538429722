const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Least value of a unimodal function on [low, high] by golden sections, to 1e-9 of the place's size. */
export function goldenSection(
  f: (x: number) => number,
  low: number,
  high: number,
): { readonly at: number; readonly value: number } {
  let [a, b] = [low, high];
  let [x1, x2] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [f1, f2] = [f(x1), f(x2)];
  for (let step = 0; step < 200 && b - a > 1e-9 * (Math.abs(a) + Math.abs(b) + 1e-300); step += 1) {
    if (f1 <= f2) {
      [b, x2, f2] = [x2, x1, f1];
      x1 = b - GOLDEN * (b - a);
      f1 = f(x1);
    } else {
      [a, x1, f1] = [x1, x2, f2];
      x2 = a + GOLDEN * (b - a);
      f2 = f(x2);
    }
  }
  return f1 <= f2 ? { at: x1, value: f1 } : { at: x2, value: f2 };
}

/**
 * Root of an increasing function by halving; `low` and `high` enclose it or are moved outwards by doubling. The
 * answer is the upper end of the last bracket, so that f(answer) >= 0.
 */
export function rootOfIncreasing(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let width = b - a || 1; f(b) < 0 && width < 1e300; width *= 2) [a, b] = [b, b + width];
  for (let width = b - a || 1; f(a) >= 0 && width < 1e300; width *= 2) [a, b] = [a - width, a];
  const fine = 1e-13 * (b - a);
  for (let step = 0; step < 200 && b - a > fine; step += 1) {
    const middle = a + (b - a) / 2;
    if (middle <= a || middle >= b) break;
    if (f(middle) >= 0) b = middle;
    else a = middle;
  }
  return b;
}

/** Smallest whole number from `low` on with f >= 0, for an increasing f that gets there. */
export function wholeRootOfIncreasing(f: (k: number) => number, low: number): number {
  let [below, at] = [low - 1, low];
  for (let width = 1; f(at) < 0 && width < 1e15; width *= 2) [below, at] = [at, at + width];
  while (at - below > 1) {
    const middle = Math.floor((below + at) / 2);
    if (f(middle) >= 0) at = middle;
    else below = middle;
  }
  return at;
}
