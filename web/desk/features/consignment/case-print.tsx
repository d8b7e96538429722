import { PrinterOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { getCase, printCase } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatInstant,
  LoadingState,
  PageBody,
  PageHeader,
  TableScroll,
  useLanguage,
  useText,
  useWord,
  useZone,
} from '../../../ui/index.ts';
import { call, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { surgery_text as text } from './surgery-text.ts';

/** What goes to the theatre with the set: legal fields of every lot, and columns to tick what was used and came back. */
export default function CasePrint() {
  const t = useText(text);
  const word = useWord();
  const zone = useZone();
  const { case_id } = useParams({ strict: false }) as { case_id: string };
  const { data, error } = useVerb(getCase, { case_id: Number(case_id) });
  const language = useLanguage();
  const lacks = useLacks();
  const [problem, setProblem] = useState<unknown>(null);
  if (error) return <ProblemView error={error} />;
  if (!data) return <LoadingState />;
  const download = () =>
    call(printCase, { case_id: data.case_id, language })
      .then(saveFile)
      .catch((failed: unknown) => setProblem(failed));
  const facts: readonly (readonly [string, string])[] = [
    [t('shipper'), data.supplier_name],
    [t('from_warehouse'), `${data.warehouse_name} ${data.warehouse_address}`],
    [t('receiver'), `${data.partner_name} ${data.department_name}`],
    [t('address'), data.partner_address],
    [t('surgery_at'), formatInstant(data.surgery_at, zone)],
    [t('procedure'), data.procedure_name],
    [t('surgeon'), data.surgeon],
    [t('patient_ref'), data.patient_ref],
    [t('sets'), data.set_nos.join(', ') || '—'],
    [t('due_back'), formatInstant(data.due_back_at, zone)],
  ];
  return (
    <PageBody>
      <div className="tc-no-print">
        <PageHeader
          title={data.document_no}
          actions={
            <>
              <BlockedButton blocked={lacks('fulfilment.surgery')} onClick={() => void download()}>
                PDF
              </BlockedButton>
              <Button icon={<PrinterOutlined />} type="primary" onClick={() => window.print()}>
                {t('print')}
              </Button>
            </>
          }
        />
      </div>
      {problem ? <ProblemView error={problem} /> : null}
      <article className="tc-sheet">
        <h2>
          {t('list_title')} <small>{data.document_no}</small>
        </h2>
        <dl className="tc-sheet-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('model')}</th>
                <th>{t('registration_no')}</th>
                <th>{t('manufacturer')}</th>
                <th>{t('lot')}</th>
                <th>{t('production_date')}</th>
                <th>{t('expiry')}</th>
                <th>{t('storage')}</th>
                <th className="tc-num">{t('sent')}</th>
                <th className="tc-num">{t('used_col')}</th>
                <th className="tc-num">{t('returned_col')}</th>
              </tr>
            </thead>
            <tbody>
              {data.pieces.map((piece) => (
                <tr key={piece.lot_id}>
                  <td>{piece.item_name}</td>
                  <td>{piece.model}</td>
                  <td>{piece.registration_no}</td>
                  <td>{piece.manufacturer_name}</td>
                  <td>
                    {piece.lot_no}
                    {piece.serial_nos.length > 0 ? (
                      <div className="tc-muted">{piece.serial_nos.join(', ')}</div>
                    ) : null}
                  </td>
                  <td className="tc-nowrap">{piece.production_date ?? ''}</td>
                  <td className="tc-nowrap">{piece.expiry_date ?? ''}</td>
                  <td>{word('storage_condition', piece.storage_condition)}</td>
                  <td className="tc-num">
                    {piece.qty_sent} {piece.unit}
                  </td>
                  <td className="tc-num">{piece.qty_used || ''}</td>
                  <td className="tc-num">{piece.qty_returned || ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
        <p className="tc-sheet-foot">
          <span>
            {t('signed_out')}: {data.dispatched_by_name}
          </span>
          <span>
            {t('reviewed_by')}: {data.reviewed_by_name}
          </span>
          <span>{t('received_by')}:</span>
        </p>
      </article>
    </PageBody>
  );
}
