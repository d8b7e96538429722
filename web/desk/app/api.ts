import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { z } from 'zod';
import { uuid } from '../../ui/index.ts';
import { ApiError, problemOf, unreachable } from './api-error.ts';
import { sawAnswer, sawSilence } from './connection.ts';
import { getLanguage } from './preferences.ts';

/** What a client needs of a verb of the contract. */
export type VerbLike<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly input: I;
  readonly output: O;
  /** `bytes`: the input's field `bytes` is the body as it is, everything else goes into the query. */
  readonly body?: 'json' | 'bytes';
  /** `file`: the answer is a download, given as `{ name, type, bytes }`. */
  readonly returns?: 'json' | 'file' | 'session';
};
export type InputFor<V extends VerbLike> = z.input<V['input']>;
export type OutputFor<V extends VerbLike> = z.output<V['output']>;
export type CallOptions = { readonly idempotencyKey?: string; readonly signal?: AbortSignal };

/** Busy answers (429, 503) are tried again this often, waiting as the server says but not longer than this. */
const BUSY_TRIES = 3;
const BUSY_WAIT_MS_MAX = 5000;

const signedOut = new Set<() => void>();
/** Calls `listener` when the server no longer knows the session. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

type Added = Readonly<Record<string, unknown>>;
/** Asks a person for what the server misses; null where nothing is added and the refusal stands. */
type Asker = (error: ApiError) => Promise<Added | null>;
const askers = new Map<string, Asker>();
/** Lets `asker` answer a refusal with this code: what it gives is sent along with the same input. */
export function whenRefused(code: string, asker: Asker): () => void {
  askers.set(code, asker);
  return () => askers.delete(code);
}

type Request = { readonly url: string; readonly body?: string | Uint8Array<ArrayBuffer> };

/** The URL and body of a verb: names in braces fill the path, the rest becomes the query or the body. */
export function requestOf(verb: VerbLike, input: Readonly<Record<string, unknown>>): Request {
  const rest: Record<string, unknown> = { ...input };
  const path = verb.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = rest[name];
    if (value === undefined || value === null) throw new Error(`${verb.name} needs ${name}`);
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  if (verb.body === 'bytes') {
    const { bytes, ...named } = rest;
    return { url: withQuery(path, named), body: bytes as Uint8Array<ArrayBuffer> };
  }
  if (verb.method === 'POST') return { url: path, body: JSON.stringify(rest) };
  return { url: withQuery(path, rest) };
}

function withQuery(path: string, named: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(named)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, String(one));
    }
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Calls a verb. Throws `ApiError` for every answer that is not a success. A POST carries an Idempotency-Key, so
 * trying it again, by itself when the server is busy or by a person later, never does the thing twice. A refusal that a
 * person can answer is put to that person first.
 */
export async function call<V extends VerbLike>(
  verb: V,
  input: InputFor<V>,
  options: CallOptions = {},
): Promise<OutputFor<V>> {
  const idempotencyKey = options.idempotencyKey ?? uuid();
  try {
    return await callOnce(verb, input, { ...options, idempotencyKey });
  } catch (error) {
    const asker = error instanceof ApiError && verb.method === 'POST' ? askers.get(error.code) : undefined;
    const added = asker ? await asker(error as ApiError) : null;
    if (added === null) throw error;
    const again = { ...(input as object), ...added } as InputFor<V>;
    return callOnce(verb, again, { ...options, idempotencyKey: `${idempotencyKey}-again` });
  }
}

async function callOnce<V extends VerbLike>(
  verb: V,
  input: InputFor<V>,
  options: CallOptions,
): Promise<OutputFor<V>> {
  const { url, body } = requestOf(verb, (input ?? {}) as Record<string, unknown>);
  const headers: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': getLanguage() === 'zh' ? 'zh-CN' : 'en',
  };
  if (body !== undefined) {
    headers['Content-Type'] = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    headers['Idempotency-Key'] = options.idempotencyKey ?? uuid();
  }
  const init: RequestInit = { method: verb.method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = body;
  if (options.signal) init.signal = options.signal;
  const response = await answered(url, init);
  if (response.ok)
    return (await (verb.returns === 'file' ? fileOf(response) : response.json())) as OutputFor<V>;
  const error = new ApiError(await problemOf(response));
  if (error.code === 'platform.not_signed_in') for (const tell of signedOut) tell();
  throw error;
}

type File = { readonly name: string; readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** A download with the name the server gave it (RFC 6266, the extended notation). */
async function fileOf(response: Response): Promise<File> {
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '');
  return {
    name: named ? decodeURIComponent(named[1]!) : 'download',
    type: response.headers.get('content-type') ?? 'application/octet-stream',
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

/** The answer, after waiting out an overloaded server a few times. */
async function answered(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetchOnce(url, init);
    const busy = response.status === 429 || response.status === 503;
    if (!busy || tries === BUSY_TRIES) return response;
    const { retry_after_s } = await problemOf(response.clone());
    const wait_ms = retry_after_s === null ? 400 * 2 ** tries : retry_after_s * 1000;
    if (wait_ms > BUSY_WAIT_MS_MAX) return response;
    await new Promise((resolve) => setTimeout(resolve, wait_ms));
    init.signal?.throwIfAborted();
  }
}

async function fetchOnce(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, init);
    sawAnswer();
    return response;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    sawSilence();
    throw unreachable();
  }
}

const moduleOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf('.'))) || name;
/** Key of a verb's answers: module first, so that an action can refresh a whole module. */
export const keyOf = (verb: VerbLike, input?: unknown): unknown[] =>
  input === undefined ? [moduleOf(verb.name), verb.name] : [moduleOf(verb.name), verb.name, input];

type QueryOptions = {
  readonly enabled?: boolean;
  /** Keeps showing the last answer while the next one loads. */
  readonly keepPrevious?: boolean;
  readonly refetch_ms?: number;
};

/** The answer of a reading verb, kept fresh: `const { data, error } = useVerb(listTransfers, { limit: 200 })`. */
export function useVerb<V extends VerbLike>(verb: V, input: InputFor<V>, options: QueryOptions = {}) {
  return useQuery<OutputFor<V>, ApiError>({
    queryKey: keyOf(verb, input),
    queryFn: ({ signal }) => call(verb, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
    ...(options.refetch_ms ? { refetchInterval: options.refetch_ms } : {}),
  });
}

type Cursor = number | string;
type Page<R> = { readonly rows: readonly R[]; readonly next: Cursor | null };
/** The row type of a list verb. */
export type RowOf<V extends VerbLike> = OutputFor<V> extends { rows: readonly (infer R)[] } ? R : never;
/** A grid in the browser carries this many rows; a longer list is for the server's filters. */
const ROWS_MAX = 50_000;
const PAGE_ROWS = 1000;

/**
 * All rows of a list verb (`{ rows, next }`), page after page, for a `VirtualGrid`. Rows show as they arrive;
 * `loading` stays true until the last page, and what was shown before stays while another input loads.
 */
export function useRows<V extends VerbLike>(verb: V, input: Omit<InputFor<V> & object, 'limit' | 'after'>) {
  const query = useInfiniteQuery<
    Page<RowOf<V>>,
    ApiError,
    InfiniteData<Page<RowOf<V>>>,
    unknown[],
    Cursor | undefined
  >({
    queryKey: [...keyOf(verb, input), 'rows'],
    initialPageParam: undefined,
    queryFn: async ({ pageParam, signal }) => {
      const asked = {
        ...input,
        ...(pages(verb) ? { limit: PAGE_ROWS } : {}),
        ...(pageParam === undefined ? {} : { after: pageParam }),
      };
      return (await call(verb, asked as InputFor<V>, { signal })) as Page<RowOf<V>>;
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows), [data]);
  const more = hasNextPage && (rows?.length ?? 0) < ROWS_MAX;
  useEffect(() => {
    if (more && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [more, isFetchingNextPage, isError, fetchNextPage]);
  return { rows, loading: query.isFetching, error: query.error, refetch: query.refetch };
}

/** Short lists come whole: their verb knows no `limit`, and refuses one. */
const pages = (verb: VerbLike): boolean =>
  'limit' in ((verb.input as { shape?: Readonly<Record<string, unknown>> }).shape ?? {});

type ActionOptions<V extends VerbLike> = {
  /** Modules or verbs whose answers are asked again afterwards; the verb's own module when not given. */
  readonly invalidates?: readonly string[];
  readonly onSuccess?: (output: OutputFor<V>, input: InputFor<V>) => void;
};

/**
 * A changing verb: `const ship = useAction(shipTransfer); await ship.run({ id, lines })`.
 * When an attempt ends without an answer, the next one with the same input carries the same key, so that a thing
 * that was done unseen is not done again.
 */
export function useAction<V extends VerbLike>(verb: V, options: ActionOptions<V> = {}) {
  const client = useQueryClient();
  const unsure = useRef<{ input: string; key: string } | null>(null);
  const mutation = useMutation<OutputFor<V>, ApiError, InputFor<V>>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input);
      const key = unsure.current?.input === text ? unsure.current.key : uuid();
      unsure.current = { input: text, key };
      try {
        const output = await call(verb, input, { idempotencyKey: key });
        unsure.current = null;
        return output;
      } catch (error) {
        if (error instanceof ApiError && error.status !== 0 && error.status < 500) unsure.current = null;
        throw error;
      }
    },
    onSuccess: async (output, input) => {
      options.onSuccess?.(output, input);
      const names = options.invalidates ?? [moduleOf(verb.name)];
      await client.invalidateQueries({
        predicate: ({ queryKey }) => names.some((name) => queryKey[0] === name || queryKey[1] === name),
      });
    },
  });
  return {
    run: mutation.mutateAsync,
    busy: mutation.isPending,
    error: mutation.error,
    output: mutation.data,
    reset: mutation.reset,
  };
}
