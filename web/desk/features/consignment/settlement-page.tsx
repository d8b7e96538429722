import { useParams } from '@tanstack/react-router';
import { exportSettlement, getSettlement, printSettlement, reverseSettlement } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatMoney,
  LoadingState,
  PageBody,
  PageHeader,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { cabinet_text as text } from './cabinet-text.ts';

type Settlement = OutputFor<typeof getSettlement>;

export default function SettlementPage() {
  const { settlement_id } = useParams({ strict: false }) as { settlement_id: string };
  const { data, error, refetch } = useVerb(getSettlement, { settlement_id: Number(settlement_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded settlement={data} /> : <LoadingState />;
}

function Loaded({ settlement }: { settlement: Settlement }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const lacks = useLacks();
  const [reversing, setReversing] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const reverse = useAction(reverseSettlement, { onSuccess: () => setReversing(false) });
  const { settlement_id, status } = settlement;
  const download = () =>
    call(exportSettlement, { settlement_id })
      .then(saveFile)
      .catch((error: unknown) => setProblem(error));
  return (
    <PageBody>
      <div className="tc-no-print">
        <PageHeader
          title={settlement.document_no}
          status={<StatusChip tone={status === 'issued' ? 'ok' : 'neutral'}>{t(`is_${status}`)}</StatusChip>}
          description={`${settlement.partner_name} · ${t(`di_${settlement.direction}`)}`}
          actions={
            <>
              <RecordNav grid="settlements" id={settlement_id} to={(id) => `/consignment/settlement/${id}`} />
              <PrintButton verb={printSettlement} input={{ settlement_id }} />
              {status === 'issued' ? (
                <BlockedButton danger blocked={lacks('fulfilment.settle')} onClick={() => setReversing(true)}>
                  {t('reverse')}
                </BlockedButton>
              ) : null}
              <Button onClick={() => void download()}>{t('export')}</Button>
            </>
          }
        />
      </div>
      {problem ? <ProblemView error={problem} /> : null}
      <article className="tc-sheet">
        <h2>
          {t('settlements')} <small>{settlement.document_no}</small>
        </h2>
        <dl className="tc-sheet-facts">
          <div>
            <dt>{t('partner')}</dt>
            <dd>{settlement.partner_name}</dd>
          </div>
          <div>
            <dt>{t('issued_at')}</dt>
            <dd>
              {formatInstant(settlement.issued_at, zone)} {settlement.issued_by_name}
            </dd>
          </div>
          {settlement.reverse_reason ? (
            <div>
              <dt>{t('is_reversed')}</dt>
              <dd>{settlement.reverse_reason}</dd>
            </div>
          ) : null}
        </dl>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('registration_no')}</th>
                <th>{t('udi')}</th>
                <th>{t('lot')}</th>
                <th>{t('source')}</th>
                <th>{t('patient_ref')}</th>
                <th className="tc-num">{t('qty')}</th>
                <th className="tc-num">{t('price')}</th>
                <th className="tc-num">{t('amount')}</th>
              </tr>
            </thead>
            <tbody>
              {settlement.line_rows.map((line) => (
                <tr key={line.line_no}>
                  <td>
                    {line.item_name} {line.model}
                  </td>
                  <td>{line.registration_no}</td>
                  <td>{line.udi_di}</td>
                  <td>
                    {line.lot_no}
                    {line.serial_nos.length > 0 ? (
                      <div className="tc-muted">{line.serial_nos.join(', ')}</div>
                    ) : null}
                  </td>
                  <td>{line.document_no ?? t(`src_${line.source}`)}</td>
                  <td>{line.patient_ref ?? ''}</td>
                  <td className="tc-num">
                    {line.qty} {line.unit}
                  </td>
                  <td className="tc-num">{formatMoney(line.unit_price_fen, language)}</td>
                  <td className="tc-num">{formatMoney(line.amount_fen, language)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td colSpan={8}>{t('amount')}</td>
                <td className="tc-num">{formatMoney(settlement.amount_fen, language)}</td>
              </tr>
            </tfoot>
          </table>
        </TableScroll>
      </article>
      <ConfirmWithReason
        open={reversing}
        danger
        title={t('reverse')}
        onCancel={() => setReversing(false)}
        onConfirm={(reason) => reverse.run({ settlement_id, reason })}
      >
        {t('reverse_text')}
        {reverse.error ? <ProblemView error={reverse.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
