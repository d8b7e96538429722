import { useParams } from '@tanstack/react-router';
import { getDeliveryNote } from '@tongcang/contract';
import {
  formatInstant,
  formatInteger,
  LoadingState,
  PageBody,
  PageHeader,
  TableScroll,
  useLanguage,
  useText,
  useWord,
  useZone,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { text } from './text.ts';

const sum = (lines: readonly { qty: number }[]): number => lines.reduce((all, line) => all + line.qty, 0);

/** 随货同行单: what travels with the goods, one line for each lot. Printing shows the sheet alone. */
export default function DeliveryNote() {
  const t = useText(text);
  const word = useWord();
  const language = useLanguage();
  const zone = useZone();
  const { shipment_id } = useParams({ strict: false }) as { shipment_id: string };
  const { data, error } = useVerb(getDeliveryNote, { shipment_id: Number(shipment_id) });
  if (error) return <ProblemView error={error} />;
  if (!data) return <LoadingState />;
  // Pieces and boxes do not add up: one sum for each unit.
  const totals = [...Map.groupBy(data.lines, (line) => line.unit)].map(
    ([unit, lines]) => `${formatInteger(sum(lines), language)} ${unit}`,
  );
  return (
    <PageBody>
      <div className="tc-no-print">
        <PageHeader
          title={data.delivery_note_no}
          actions={<Link to={`/delivery/${data.shipment_id}`}>{t('note_print')}</Link>}
        />
      </div>
      <article className="tc-sheet">
        <h2>
          {t('note')} <small>{data.delivery_note_no}</small>
        </h2>
        <dl className="tc-sheet-facts">
          <div>
            <dt>{t('shipper')}</dt>
            <dd>{data.supplier_name}</dd>
          </div>
          <div>
            <dt>{t('licence')}</dt>
            <dd>{data.supplier_licence_nos.join(' ')}</dd>
          </div>
          <div>
            <dt>{t('from_warehouse')}</dt>
            <dd>
              {data.warehouse_name} {data.warehouse_address}
            </dd>
          </div>
          <div>
            <dt>{t('receiver')}</dt>
            <dd>
              {data.customer_name} {data.department_name}
            </dd>
          </div>
          <div>
            <dt>{t('address')}</dt>
            <dd>{data.customer_address}</dd>
          </div>
          <div>
            <dt>{t('ship_date')}</dt>
            <dd>{formatInstant(data.shipped_at, zone)}</dd>
          </div>
          <div>
            <dt>{t('document_no')}</dt>
            <dd>{[data.document_no, data.customer_order_no].filter(Boolean).join(' / ')}</dd>
          </div>
          {data.carrier_name ? (
            <div>
              <dt>{t('carrier')}</dt>
              <dd>{data.carrier_name}</dd>
            </div>
          ) : null}
          {data.packages > 0 ? (
            <div>
              <dt>{t('packages')}</dt>
              <dd>{data.packages}</dd>
            </div>
          ) : null}
        </dl>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('model')}</th>
                <th>{t('registration_no')}</th>
                <th>{t('registrant')}</th>
                <th>{t('maker')}</th>
                <th>{t('production_licence')}</th>
                <th>{t('lot')}</th>
                <th>{t('production_date')}</th>
                <th>{t('expiry')}</th>
                <th>{t('storage')}</th>
                <th className="tc-num">{t('note_qty')}</th>
              </tr>
            </thead>
            <tbody>
              {data.lines.map((line) => (
                <tr key={`${line.item_code}|${line.lot_no}|${line.serial_nos[0] ?? ''}`}>
                  <td>{line.item_name}</td>
                  <td>{line.model}</td>
                  <td>{line.registration_no}</td>
                  <td>{line.registrant_name}</td>
                  <td>{line.manufacturer_name}</td>
                  <td>{line.production_licence_nos.join(' ')}</td>
                  <td>
                    {line.lot_no}
                    {line.serial_nos.length > 0 ? (
                      <div className="tc-muted">{line.serial_nos.join(', ')}</div>
                    ) : null}
                  </td>
                  <td>{line.production_date ?? ''}</td>
                  <td>{line.expiry_date ?? ''}</td>
                  <td>{word('storage_condition', line.storage_condition)}</td>
                  <td className="tc-num">
                    {formatInteger(line.qty, language)} {line.unit}
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td colSpan={10}>{t('note_total', { n: data.lines.length })}</td>
                <td className="tc-num">{totals.join(' + ')}</td>
              </tr>
            </tfoot>
          </table>
        </TableScroll>
        <p className="tc-sheet-foot">
          <span>
            {t('shipped_by')}：{data.shipped_by_name}
          </span>
          <span>{t('reviewed_by')}：</span>
          <span>{t('received_by')}：</span>
          <span>{t('received_on')}：</span>
          <span>{t('seal')}：</span>
        </p>
      </article>
    </PageBody>
  );
}
