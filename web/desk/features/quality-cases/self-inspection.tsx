import { listSelfInspections, type OutputOf, recordSelfInspection } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { CaseTrail, DueOn, useDone } from './case-parts.tsx';
import { customerText } from './customer-text.ts';
import { StepDialog } from './step-dialog.tsx';
import { text } from './text.ts';

type Report = OutputOf<typeof listSelfInspections>['rows'][number];

export default function SelfInspection() {
  const t = useText(customerText);
  const { data, error, refetch } = useVerb(listSelfInspections, {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <PageBody>
      <PageHeader title={t('self_inspections')} description={t('self_hint')} />
      {data === undefined ? <LoadingState /> : null}
      {data?.rows.map((report) => (
        <Year key={report.year} report={report} />
      ))}
    </PageBody>
  );
}

function Year({ report }: { report: Report }) {
  const t = useText(customerText);
  const words = useText(text);
  const lacks = useLacks();
  const done = useDone();
  const record = useAction(recordSelfInspection);
  const [open, setOpen] = useState(false);
  const { year, self_inspection_id } = report;
  const title = t('report_of', { year: String(year) });
  if (self_inspection_id === null) {
    return (
      <Section
        title={title}
        extra={
          <BlockedButton type="primary" blocked={lacks('quality.case')} onClick={() => setOpen(true)}>
            {t('record')}
          </BlockedButton>
        }
      >
        <StatusChip tone={report.overdue ? 'bad' : 'warn'}>{t('not_recorded')}</StatusChip>{' '}
        <DueOn due_on={report.due_on} overdue={report.overdue} />
        {open ? (
          <StepDialog
            title={title}
            confirm_label={words('save')}
            fields={[
              { name: 'submitted_on', label: t('submitted_on'), kind: 'date', required: true },
              { name: 'receipt_no', label: t('receipt_no'), kind: 'line', required: true, max: 60 },
              { name: 'summary', label: t('summary'), kind: 'text', required: true, max: 2000 },
              { name: 'findings', label: t('findings'), kind: 'text', required: true, max: 2000 },
            ]}
            error={record.error}
            onSubmit={(values) =>
              record.run({
                year,
                submitted_on: String(values.submitted_on),
                receipt_no: String(values.receipt_no),
                summary: String(values.summary),
                findings: String(values.findings),
              })
            }
            onClose={() => setOpen(false)}
          />
        ) : null}
      </Section>
    );
  }
  return (
    <>
      <Section title={title} extra={<StatusChip tone="ok">{t('recorded')}</StatusChip>}>
        <KeyValue
          facts={[
            { label: t('submitted_on'), value: report.submitted_on },
            { label: t('receipt_no'), value: report.receipt_no },
            { label: t('recorded_by'), value: done(report.recorded_by_name, report.recorded_at) },
            { label: t('summary'), value: report.summary, wide: true },
            { label: t('findings'), value: report.findings, wide: true },
          ]}
        />
      </Section>
      <CaseTrail
        entity="self_inspection"
        entity_id={self_inspection_id}
        rows={{ notes: [], files: report.files, signatures: [] }}
        signed={false}
      />
    </>
  );
}
