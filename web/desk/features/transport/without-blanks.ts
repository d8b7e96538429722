/** A field that was emptied is one that says nothing. */
export function withoutBlanks<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== '' && value !== undefined),
  ) as never;
}
