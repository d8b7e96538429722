import { formatMoney, Section, StatusChip, TableScroll, useLanguage, useText } from '../../../ui/index.ts';
import { Link } from '../../app/link.tsx';
import type { Order, OrderLine } from './order-model.ts';
import { Qty } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

/** The lines of an order, with what was promised of each and what has come. */
export function OrderLines({ order }: { order: Order }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  return (
    <Section title={t('lines')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('unit_price')}</th>
              <th>{t('price_source')}</th>
              <th>{t('needed_on')}</th>
              <th>{t('confirmed')}</th>
              <th className="tc-num">{t('announced')}</th>
              <th className="tc-num">{t('received')}</th>
              <th className="tc-num">{t('cancelled_qty')}</th>
              <th className="tc-num">{t('open')}</th>
            </tr>
          </thead>
          <tbody>
            {order.line_rows.map((line) => (
              <tr key={line.purchase_order_line_id}>
                <td>
                  {line.item_code} {line.item_name}
                  <span className="tc-muted"> {line.model}</span>
                </td>
                <td className="tc-num">
                  <Qty value={line.qty} unit={line.unit} />
                </td>
                <td className="tc-num">{formatMoney(line.unit_price_fen, language)}</td>
                <td>
                  {line.agreement_id === null ? (
                    t(`p_${line.price_source}`)
                  ) : (
                    <Link to={`/supply/agreement/${line.agreement_id}`}>{line.agreement_no}</Link>
                  )}
                </td>
                <td className="tc-nowrap">{line.needed_on}</td>
                <td>
                  <Confirmed line={line} />
                </td>
                <td className="tc-num">
                  <Qty value={line.qty_announced} />
                </td>
                <td className="tc-num">
                  <Qty value={line.qty_received} />
                </td>
                <td className="tc-num">
                  <Qty value={line.qty_cancelled} />
                </td>
                <td className="tc-num">
                  <Qty value={line.qty_open} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

/** The supplier's answer, and whether it is late or short. */
function Confirmed({ line }: { line: OrderLine }) {
  const t = useText(purchasingText);
  if (line.qty_confirmed === null) return <span className="tc-muted">—</span>;
  const short = line.qty - line.qty_cancelled - line.qty_confirmed;
  const late = line.confirmed_on !== null && line.confirmed_on > line.needed_on;
  return (
    <>
      <Qty value={line.qty_confirmed} /> · {line.confirmed_on}{' '}
      {short > 0 ? (
        <StatusChip tone="bad">
          {t('short')} {short}
        </StatusChip>
      ) : null}
      {late ? <StatusChip tone="warn">{t('late')}</StatusChip> : null}
    </>
  );
}
