import { PlanningInputError, requireNumber, requireWhole } from '../errors.ts';

/** One bucket after the fact: what was forecast for it, and what came. `actual` null was not observed. */
export type Outcome = { readonly forecast: number; readonly actual: number | null };

export type AccuracyOptions = {
  /** The history before the first outcome, which errors are scaled by. */
  readonly history?: readonly number[];
  /** Lag of the seasonal naive forecast that MASE is scaled by. Default 1. */
  readonly period?: number;
  /** Weight of the newest error in the smoothed ones. Default .2. */
  readonly alpha?: number;
  /** A tracking signal beyond this alarms. Default .6. */
  readonly alarm_beyond?: number;
};

/** The state of tracking after one bucket. */
export type TrackedBucket = {
  /** Forecast less actual: positive is too much. Null where nothing was observed. */
  readonly error: number | null;
  /** Running mean of the errors so far, in units. */
  readonly bias: number;
  /** Smoothed error by smoothed absolute error, -1 to 1 (Trigg 1964); 0 while there was no error. */
  readonly tracking_signal: number;
  readonly alarm: boolean;
};
export type Accuracy = {
  readonly buckets: readonly TrackedBucket[];
  readonly outcomes: number;
  /** Mean error and mean absolute error, in units; null without outcomes. */
  readonly bias: number | null;
  readonly mae: number | null;
  /** Mean absolute error by that of the seasonal naive forecast in the history (Hyndman and Koehler 2006). */
  readonly mase: number | null;
  /** Root mean squared error by that of the naive forecast in the history (M5 competition). */
  readonly rmsse: number | null;
};

const ALARM_AFTER_OUTCOMES = 6;

function scaleOf(history: readonly number[], lag: number, power: 1 | 2): number | null {
  if (history.length <= lag) return null;
  let sum = 0;
  for (let t = lag; t < history.length; t++) sum += Math.abs(history[t]! - history[t - lag]!) ** power;
  return sum > 0 ? sum / (history.length - lag) : null;
}

function readAccuracy(outcomes: readonly Outcome[], options: AccuracyOptions) {
  const { history = [], period = 1, alpha = 0.2, alarm_beyond = 0.6 } = options;
  for (const [nth, { forecast, actual }] of outcomes.entries()) {
    requireNumber(`outcomes[${nth}].forecast`, forecast);
    if (actual !== null) requireNumber(`outcomes[${nth}].actual`, actual);
  }
  for (const [t, value] of history.entries()) requireNumber(`options.history[${t}]`, value);
  requireWhole('options.period', period, { min: 1, max: 366 });
  requireNumber('options.alpha', alpha, { max: 1 });
  requireNumber('options.alarm_beyond', alarm_beyond, { max: 1 });
  if (alpha === 0) throw new PlanningInputError('out_of_range', 'options.alpha', alpha);
  return { history, period, alpha, alarm_beyond };
}

/**
 * Accuracy and bias of the forecasts of one series over time: what to show, and when to look. The alarm needs six
 * outcomes. Errors are scaled by the history before them; without one, or when it never moved, the scaled ones are null.
 * Throws PlanningInputError naming the outcome.
 */
export function trackAccuracy(outcomes: readonly Outcome[], options: AccuracyOptions = {}): Accuracy {
  const { history, period, alpha, alarm_beyond } = readAccuracy(outcomes, options);
  let [count, sum, absolute, squares, smoothed, smoothed_absolute] = [0, 0, 0, 0, 0, 0];
  const buckets = outcomes.map(({ forecast, actual }): TrackedBucket => {
    const error = actual === null ? null : forecast - actual;
    if (error !== null) {
      count += 1;
      sum += error;
      absolute += Math.abs(error);
      squares += error * error;
      smoothed += alpha * (error - smoothed);
      smoothed_absolute += alpha * (Math.abs(error) - smoothed_absolute);
    }
    const tracking_signal = smoothed_absolute > 0 ? smoothed / smoothed_absolute : 0;
    const alarm = count >= ALARM_AFTER_OUTCOMES && Math.abs(tracking_signal) > alarm_beyond;
    return { error, bias: count > 0 ? sum / count : 0, tracking_signal, alarm };
  });
  const [naive, naive_square] = [scaleOf(history, period, 1), scaleOf(history, 1, 2)];
  return {
    buckets,
    outcomes: count,
    bias: count > 0 ? sum / count : null,
    mae: count > 0 ? absolute / count : null,
    mase: count > 0 && naive !== null ? absolute / count / naive : null,
    rmsse: count > 0 && naive_square !== null ? Math.sqrt(squares / count / naive_square) : null,
  };
}
