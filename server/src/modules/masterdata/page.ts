/** The cursor of the next page: the key of the last row of a full page, or null where this was the last. */
export function nextOf<R extends object>(rows: readonly R[], key: keyof R, limit: number): number | null {
  return rows.length < limit ? null : Number(rows.at(-1)![key]);
}

/** A search text in which the wildcards of `like` stand for themselves; null where nothing is searched. */
export function likeText(search: string | undefined): string | null {
  return search === undefined || search === '' ? null : search.replaceAll(/[\\%_]/g, '\\$&');
}
