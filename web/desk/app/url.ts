import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { z } from 'zod';
import { type GridView, readView, writeView } from '../../ui/index.ts';

/** Address parameters as plain text, so that addresses stay readable and a lot number stays a text. */
export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') query.append(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

type Search = Record<string, string | undefined>;

function usePatch(): (patch: (before: Search) => Search, replace: boolean) => void {
  const navigate = useNavigate();
  return (patch, replace) => void navigate({ to: '.', search: patch, replace, resetScroll: false } as never);
}

/** The view of the page's grid, kept in the address: `const [view, setView] = useGridView()`. */
export function useGridView(): [GridView, (view: GridView) => void] {
  const search = useSearch({ strict: false }) as Search;
  const text = stringifySearch(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says when the search has changed.
  const view = useMemo(() => readView(search), [text]);
  const patch = usePatch();
  const set = (next: GridView) =>
    patch((before) => {
      const others = Object.entries(before).filter(([name]) => !/^(q|sort|f\..+)$/.test(name));
      return { ...Object.fromEntries(others), ...writeView(next) };
    }, true);
  return [view, set];
}

/**
 * State of a page kept in the address and typed by a schema: `const [state, set] = useUrlState(schema)`.
 * Give every entry a default or make it optional (numbers with `z.coerce`); what the schema refuses falls back
 * to its defaults, so that an old link still opens.
 */
export function useUrlState<S extends z.ZodObject>(
  schema: S,
): [z.output<S>, (patch: Partial<z.input<S>>, options?: { push?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Search;
  const read = schema.safeParse(search);
  const value = read.success ? read.data : schema.parse({});
  const patch = usePatch();
  const set = (next: Partial<z.input<S>>, options: { push?: boolean } = {}) =>
    patch((before) => {
      const texts = Object.entries(next).map(([name, one]) => [
        name,
        one === undefined || one === null || one === '' ? undefined : String(one),
      ]);
      return { ...before, ...Object.fromEntries(texts) };
    }, !options.push);
  return [value, set];
}
