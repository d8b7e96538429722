import type { ReactNode } from 'react';
import { Section, TableScroll } from '../../../ui/index.ts';

export type Head = { readonly label: string; readonly number?: boolean };

/** A small table in a section of its own; where there is nothing, the section is left out or says so. */
export function TraceTable({
  title,
  heads,
  rows,
  empty,
}: {
  readonly title: string;
  readonly heads: readonly Head[];
  readonly rows: readonly { readonly key: string | number; readonly cells: readonly ReactNode[] }[];
  readonly empty?: string;
}) {
  if (rows.length === 0 && empty === undefined) return null;
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <p className="tc-muted">{empty}</p>
      ) : (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head.label} className={head.number ? 'tc-num' : undefined}>
                    {head.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  {row.cells.map((cell, at) => (
                    <td key={heads[at]!.label} className={heads[at]!.number ? 'tc-num' : undefined}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Section>
  );
}
