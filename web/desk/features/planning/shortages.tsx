import type { propose } from '@tongcang/contract';
import { Section, TableScroll, useCodeText, useText } from '../../../ui/index.ts';
import type { OutputFor } from '../../app/api.ts';
import { text } from './text.ts';

type Shortage = OutputFor<typeof propose>['shortages'][number];

/** What no transfer can serve: how much, which rules or limits keep it, and what would change that. */
export function Shortages({ rows }: { rows: readonly Shortage[] }) {
  const t = useText(text);
  const word = useCodeText();
  if (rows.length === 0) return null;
  return (
    <Section title={t('shortages')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th>{t('warehouse')}</th>
              <th className="tc-num">{t('short_qty')}</th>
              <th>{t('causes')}</th>
              <th>{t('remedies')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, 100).map((row) => (
              <tr key={`${row.item_id}|${row.to_warehouse_id}|${row.priority_class}`}>
                <td>
                  {row.item_code} {row.item_name}
                </td>
                <td>{row.to_warehouse_code}</td>
                <td className="tc-num">{row.short_qty}</td>
                <td>{row.causes.map((cause) => `${word(cause.code)} ${cause.qty}`).join('；')}</td>
                <td>{row.remedies.map((remedy) => word(remedy.code, remedy.params)).join('；')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
