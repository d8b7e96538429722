import { z } from 'zod';

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
  /** `bytes`: the body is a file, its name and kind come in the query; the input then has a field `bytes`. */
  readonly body?: 'json' | 'bytes';
  /**
   * `file`: the answer is a download, given by the server as `{ name, type, bytes }`. `session`: the answer has a
   * field `session` (token and age, or null to end it) that becomes the cookie and is not sent in the body.
   */
  readonly returns?: 'json' | 'file' | 'session';
  /** Largest body in bytes; 256 KiB where nothing is said. */
  readonly body_limit?: number;
};

/** The body of an upload as the server gets it. */
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
export const upload_bytes = bytes;
/** The answer of a verb with `returns: 'file'`. */
export const download = z.object({ name: z.string(), type: z.string(), bytes });

/** Declares a verb; it only fixes the types. */
export function verb<I extends z.ZodType, O extends z.ZodType>(declaration: Verb<I, O>): Verb<I, O> {
  return declaration;
}

export type InputOf<V> = V extends Verb<infer I, z.ZodType> ? z.infer<I> : never;
export type OutputOf<V> = V extends Verb<z.ZodType, infer O> ? z.infer<O> : never;

/** What a verb with `returns: 'session'` hands to the edge. */
export const session_answer = {
  session: z.object({ token: z.string(), max_age_s: z.number().int() }).nullable(),
};
