import { listClaims } from '@tongcang/contract';
import { EmptyState, LoadingState, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { ClaimRows } from './claim-rows.tsx';
import { text } from './text.ts';

export default function ClaimList() {
  const t = useText(text);
  const { warehouse_id } = useScope();
  const { rows, error, refetch } = useRows(listClaims, { warehouse_id });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <PageBody>
      <PageHeader title={t('claims')} description={t('claims_hint')} />
      <Section flush>
        {rows === undefined ? <LoadingState /> : null}
        {rows?.length === 0 ? <EmptyState title={t('no_claims')} /> : null}
        {rows !== undefined && rows.length > 0 ? <ClaimRows rows={rows} linked /> : null}
      </Section>
    </PageBody>
  );
}
