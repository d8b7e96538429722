import { formatDate, formatInteger, TableScroll, useLanguage, useText } from '../../../ui/index.ts';
import { Link } from '../../app/link.tsx';
import type { ReceiptLine } from './receipt-model.ts';
import { receivingText } from './receiving-text.ts';

/** What was expected, noted, counted and decided, lot by lot. */
export function ReceiptLines({ rows }: { rows: readonly ReceiptLine[] }) {
  const t = useText(receivingText);
  const language = useLanguage();
  const number = (value: number | null) => (
    <td className="tc-num">{value === null ? '—' : formatInteger(value, language)}</td>
  );
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th>{t('item')}</th>
            <th>{t('lot')}</th>
            <th>{t('expiry')}</th>
            <th className="tc-num">{t('expected')}</th>
            <th className="tc-num">{t('noted')}</th>
            <th className="tc-num">{t('received')}</th>
            <th className="tc-num">{t('damaged')}</th>
            <th className="tc-num">{t('refused')}</th>
            <th className="tc-num">{t('waiting')}</th>
            <th className="tc-num">{t('qualified')}</th>
            <th className="tc-num">{t('unqualified')}</th>
            <th className="tc-num">{t('put_away')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((line) => (
            <tr key={line.receipt_line_id}>
              <td>
                {line.item_code} {line.item_name}
                {line.refusal_reason ? <div className="tc-muted">{t(`f_${line.refusal_reason}`)}</div> : null}
              </td>
              <td>
                {line.lot_id ? (
                  <Link to={`/stock/trace/${line.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
                ) : (
                  line.lot_no
                )}
              </td>
              <td>{line.expiry_date ? formatDate(line.expiry_date, language) : '—'}</td>
              {number(line.expected)}
              {number(line.noted)}
              {number(line.received)}
              {number(line.damaged)}
              {number(line.refused)}
              {number(line.waiting)}
              {number(line.qualified)}
              {number(line.unqualified)}
              {number(line.put_away)}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
