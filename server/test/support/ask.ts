import type { z } from 'zod';
import * as stock from '../../src/modules/stock/index.ts';
import { type Actor, SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { AppError, type ErrorParams, type FieldError } from '../../src/platform/errors.ts';
import { ids } from '../../src/platform/ids.ts';
import { databaseError } from '../../src/platform/problem.ts';
import type { Runner, ServerVerb } from '../../src/platform/use-case.ts';

/** What a verb answered: its value, or the refusal as the outside would see it. */
export type Answer<T = unknown> =
  | { readonly done: true; readonly value: T; readonly replayed: boolean }
  | {
      readonly done: false;
      readonly code: string;
      readonly params: ErrorParams;
      readonly errors: readonly FieldError[];
    };

/** Code of answers that stand for a mistake of ours: the caller would have seen a 500. */
export const CRASH = 'crash';
/** Code of answers where the database gave up: a deadlock, a lock or a statement that took too long. No verb means it so. */
export const GAVE_UP = 'gave_up';

/** A person with every right on stock: what the system itself does is not asked for in the audit trail. */
const KEEPER: Actor = {
  ...SYSTEM_ACTOR,
  user_id: 1,
  account: 'keeper',
  permissions: new Map(
    ['post', 'read', 'pick', 'count', 'adjust', 'hold', 'recall', 'allocate']
      .map((right) => `stock.${right}`)
      .concat('fulfilment.ship', 'quality.dispose')
      .map((permission) => [permission, 'all']),
  ),
  key: 'user:1',
};

/**
 * Runs a verb as the edge does: input checked by its contract, errors of the database mapped to codes. It never
 * throws, because harnesses compare refusals as carefully as successes.
 */
export async function ask<T = unknown>(
  runner: Runner,
  verb: ServerVerb,
  input: unknown,
  options: { key?: string; actor?: Actor } = {},
): Promise<Answer<T>> {
  const parsed = (verb.contract.input as z.ZodType).safeParse(input);
  if (!parsed.success)
    return crashed(`the harness asked ${verb.contract.name} wrongly: ${parsed.error.message}`);
  try {
    const { answer, replayed } = await runner.call({
      verb,
      input: parsed.data,
      actor: options.actor ?? KEEPER,
      request_id: 'harness',
      ip: null,
      idempotency_key: options.key ?? ids.uuid(),
    });
    return { done: true, value: answer as T, replayed };
  } catch (error) {
    const known = error instanceof AppError ? error : databaseError(error, stock.constraints);
    if (known === null) return crashed((error as Error).stack ?? String(error));
    const meant = error === known || known.code.startsWith('stock.') || isFull(error);
    const code = meant ? known.code : GAVE_UP;
    return {
      done: false,
      code,
      params: { ...known.params, message: (error as Error).message },
      errors: known.errors,
    };
  }
}

/** No connection came free in time: a slow machine, not a wrong answer. The caller is told to try again. */
const isFull = (error: unknown) => /timeout exceeded when trying to connect/.test((error as Error).message);

function crashed(message: string): Answer<never> {
  return { done: false, code: CRASH, params: { message }, errors: [] };
}

/** Whether the answer stands for a mistake of ours, whatever was asked. */
export function isMistake(answer: Answer): boolean {
  return !answer.done && (answer.code === CRASH || answer.code === GAVE_UP);
}

/** Codes of a refusal: of each line where lines were refused, else of the whole. */
export function codesOf(answer: Answer): string[] {
  if (answer.done) return [];
  return answer.errors.length > 0 ? answer.errors.map((error) => error.code) : [answer.code];
}

/** The answer as text to compare and to print. */
export function textOf(answer: Answer): string {
  return answer.done
    ? `done ${JSON.stringify(answer.value)}${answer.replayed ? ' again' : ''}`
    : `${answer.code} ${JSON.stringify(answer.params)} ${JSON.stringify(answer.errors)}`;
}

/** The verb of that name; a harness that asks for one that does not exist must not pass. */
export function stockVerb(name: string): ServerVerb {
  const found = stock.verbs.find((verb) => verb.contract.name === `stock.${name}`);
  if (found === undefined) throw new Error(`stock has no verb ${name}`);
  return found;
}
