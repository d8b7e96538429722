/** A square matrix that is symmetric and positive definite, row by row. */
type Matrix = readonly Float64Array[];

/** Lower triangle L with L L' = matrix; null when a pivot is not positive, that is when columns depend on each other. */
function cholesky(matrix: Matrix): Float64Array[] | null {
  const size = matrix.length;
  const lower = matrix.map(() => new Float64Array(size));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row]![column]!;
      for (let k = 0; k < column; k++) rest -= lower[row]![k]! * lower[column]![k]!;
      if (row > column) lower[row]![column] = rest / lower[column]![column]!;
      else if (rest > 0) lower[row]![row] = Math.sqrt(rest);
      else return null;
    }
  }
  return lower;
}

function forward(lower: Matrix, right: Float64Array): Float64Array {
  const solved = new Float64Array(right.length);
  for (let row = 0; row < right.length; row++) {
    let rest = right[row]!;
    for (let k = 0; k < row; k++) rest -= lower[row]![k]! * solved[k]!;
    solved[row] = rest / lower[row]![row]!;
  }
  return solved;
}

function backward(lower: Matrix, right: Float64Array): Float64Array {
  const solved = new Float64Array(right.length);
  for (let row = right.length - 1; row >= 0; row--) {
    let rest = right[row]!;
    for (let k = row + 1; k < right.length; k++) rest -= lower[k]![row]! * solved[k]!;
    solved[row] = rest / lower[row]![row]!;
  }
  return solved;
}

export type RidgeFit = {
  readonly coefficients: Float64Array;
  readonly penalty: number;
  /** Mean squared error of each value when the others predict it. */
  readonly left_out_mse: number;
};

function normalMatrix(rows: readonly Float64Array[], penalty: number): Float64Array[] {
  const size = rows[0]!.length;
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows)
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i]![j]! += row[i]! * row[j]!;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) matrix[j]![i] = matrix[i]![j]!;
    matrix[i]![i]! += penalty;
  }
  return matrix;
}

function ridgeAt(rows: readonly Float64Array[], targets: Float64Array, penalty: number): RidgeFit | null {
  const lower = cholesky(normalMatrix(rows, penalty));
  if (!lower) return null;
  const moments = new Float64Array(rows[0]!.length);
  for (const [t, row] of rows.entries())
    for (let i = 0; i < row.length; i++) moments[i]! += row[i]! * targets[t]!;
  const coefficients = backward(lower, forward(lower, moments));
  let squares = 0;
  for (const [t, row] of rows.entries()) {
    // The leverage of a row is the square of L^-1 row; leaving it out stretches its error by 1 / (1 - leverage).
    const leverage = forward(lower, row).reduce((sum, value) => sum + value * value, 0);
    const error = targets[t]! - row.reduce((sum, value, i) => sum + value * coefficients[i]!, 0);
    squares += (error / Math.max(1e-6, 1 - leverage)) ** 2;
  }
  return { coefficients, penalty, left_out_mse: squares / rows.length };
}

/**
 * Ridge regression (Hoerl and Kennard 1970): the coefficients that minimise sum (y - X b)^2 + penalty b'b, with the penalty
 * of least leave-one-out error (Allen 1974) among those given. Columns are to be centred and scaled by the caller.
 * `rows` is X, one array per value of `targets`; null when there are no rows or no penalty makes X'X + penalty
 * positive definite.
 */
export function fitRidge(
  rows: readonly Float64Array[],
  targets: Float64Array,
  penalties: readonly number[],
): RidgeFit | null {
  if (rows.length === 0) return null;
  const fits = penalties.flatMap((penalty) => ridgeAt(rows, targets, penalty) ?? []);
  return fits.reduce<RidgeFit | null>(
    (best, fit) => (best === null || fit.left_out_mse < best.left_out_mse ? fit : best),
    null,
  );
}
