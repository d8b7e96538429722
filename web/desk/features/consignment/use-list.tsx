import { PlusOutlined } from '@ant-design/icons';
import { decideUseReport, listUseReports } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  formatInstant,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  type ToneName,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { cabinet_text as text } from './cabinet-text.ts';

type Row = RowOf<typeof listUseReports>;
const TONES: Readonly<Record<Row['status'], ToneName>> = { reported: 'warn', posted: 'ok', rejected: 'bad' };

export default function UseList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const { rows, error, refetch } = useRows(listUseReports, { warehouse_id });
  return (
    <PageBody>
      <PageHeader
        title={t('uses')}
        description={t('uses_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('fulfilment.report_use')}
            onClick={() => go('/consignment/use/new')}
          >
            {t('report_use')}
          </BlockedButton>
        }
      />
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {rows === undefined ? <LoadingState /> : null}
      {rows?.length === 0 ? (
        <Section>
          <EmptyState title={t('no_uses')} />
        </Section>
      ) : null}
      {rows?.map((row) => (
        <Report key={row.report_id} report={row} />
      ))}
    </PageBody>
  );
}

function Report({ report }: { report: Row }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const [rejecting, setRejecting] = useState(false);
  const decide = useAction(decideUseReport, {
    invalidates: ['fulfilment', 'stock', 'insight'],
    onSuccess: () => setRejecting(false),
  });
  const { report_id, status } = report;
  const blocked = lacks('fulfilment.consign');
  return (
    <Section
      title={`${report.document_no} · ${report.partner_name} ${report.department_name}`}
      extra={<StatusChip tone={TONES[status]}>{t(`u_${status}`)}</StatusChip>}
    >
      {decide.error ? <ProblemView error={decide.error} /> : null}
      <p className="tc-muted">
        {t('used_at')} {formatInstant(report.used_at, zone)} · {t('reported_by')} {report.reported_by_name}
        {report.patient_ref ? ` · ${t('patient_ref')} ${report.patient_ref}` : ''}
        {report.reject_reason ? ` · ${report.reject_reason}` : ''}
      </p>
      <TableScroll>
        <table className="tc-table">
          <tbody>
            {report.lines.map((line) => (
              <tr key={line.line_no}>
                <td>
                  {line.item_code} {line.item_name}
                </td>
                <td>
                  {t('lot')} {line.lot_no}
                  {line.serial_nos.length > 0 ? (
                    <div className="tc-muted">{line.serial_nos.join(', ')}</div>
                  ) : null}
                </td>
                <td>{line.label_no ?? ''}</td>
                <td className="tc-num">{line.qty}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {status === 'reported' ? (
        <div className="tc-actions">
          <BlockedButton danger blocked={blocked} onClick={() => setRejecting(true)}>
            {t('reject')}
          </BlockedButton>
          <BlockedButton
            type="primary"
            blocked={blocked}
            loading={decide.busy}
            onClick={() => void decide.run({ report_id, decision: 'post' }).catch(() => undefined)}
          >
            {t('confirm')}
          </BlockedButton>
        </div>
      ) : null}
      <ConfirmWithReason
        open={rejecting}
        danger
        title={t('reject')}
        onCancel={() => setRejecting(false)}
        onConfirm={(reason) => decide.run({ report_id, decision: 'reject', reason })}
      >
        {t('reject_text')}
      </ConfirmWithReason>
    </Section>
  );
}
