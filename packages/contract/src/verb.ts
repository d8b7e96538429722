import type { z } from 'zod';

/**
 * A verb of the system as the outside sees it: one HTTP operation with its words.
 *
 * The server adds the gate (permission, audit action) and the behaviour; the OpenAPI document, the typed
 * client and the form validation of the web all come from this one declaration.
 *
 * `input` is one flat object: names that appear in `path` in braces come from the URL, the rest from the query
 * string (GET) or the JSON body (POST).
 */
export type Verb<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  /** `<module>.<verb-file>`, for example `transfer.ship-transfer`. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  /** Codes of refusals and errors that this verb may answer with, besides the platform's own. */
  readonly errors: readonly string[];
};

/** Declares a verb; it only fixes the types. */
export function verb<I extends z.ZodType, O extends z.ZodType>(declaration: Verb<I, O>): Verb<I, O> {
  return declaration;
}

export type InputOf<V> = V extends Verb<infer I, z.ZodType> ? z.infer<I> : never;
export type OutputOf<V> = V extends Verb<z.ZodType, infer O> ? z.infer<O> : never;
