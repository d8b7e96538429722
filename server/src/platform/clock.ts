/**
 * Time for measuring durations and time-outs inside the process. Records never take their time from here:
 * `recorded_at` and every date that decides something come from the database.
 */
export const clock = {
  /** Milliseconds that only ever grow. */
  monotonic_ms: (): number => performance.now(),
  /** Wall clock, for cookies, one-time codes and the comparison with the database's clock. */
  wall_ms: (): number => Date.now(),
};
