import { listDiscrepancies } from '@tongcang/contract';
import { EmptyState, LoadingState, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { DiscrepancyRows } from './discrepancy-rows.tsx';
import { text } from './text.ts';

export default function DiscrepancyList() {
  const t = useText(text);
  const { warehouse_id } = useScope();
  const { rows, error, refetch } = useRows(listDiscrepancies, { warehouse_id });
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
          <DiscrepancyRows rows={rows} linked />
        )}
      </Section>
    </PageBody>
  );
}
