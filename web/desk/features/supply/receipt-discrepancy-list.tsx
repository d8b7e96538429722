import { listReceiptDiscrepancies } from '@tongcang/contract';
import { EmptyState, LoadingState, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { ReceiptDiscrepancyRows } from './receipt-discrepancy-rows.tsx';
import { receivingText } from './receiving-text.ts';

export default function ReceiptDiscrepancyList() {
  const t = useText(receivingText);
  const { warehouse_id } = useScope();
  const { rows, error, refetch } = useRows(listReceiptDiscrepancies, { warehouse_id });
  return (
    <PageBody>
      <PageHeader title={t('discrepancies')} description={t('discrepancies_hint')} />
      <Section flush>
        {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {rows === undefined ? (
          <LoadingState />
        ) : rows.length === 0 ? (
          <EmptyState title={t('no_discrepancies')} />
        ) : (
          <ReceiptDiscrepancyRows rows={rows} linked />
        )}
      </Section>
    </PageBody>
  );
}
