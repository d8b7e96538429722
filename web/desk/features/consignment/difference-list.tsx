import { listDifferences } from '@tongcang/contract';
import { EmptyState, LoadingState, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { cabinet_text as text } from './cabinet-text.ts';
import { DifferenceRows } from './difference-rows.tsx';

export default function DifferenceList() {
  const t = useText(text);
  const { warehouse_id } = useScope();
  const { rows, error, refetch } = useRows(listDifferences, { warehouse_id });
  return (
    <PageBody>
      <PageHeader title={t('differences')} description={t('differences_hint')} />
      <Section flush>
        {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {rows === undefined ? (
          <LoadingState />
        ) : rows.length === 0 ? (
          <EmptyState title={t('no_differences')} />
        ) : (
          <DifferenceRows rows={rows} linked />
        )}
      </Section>
    </PageBody>
  );
}
