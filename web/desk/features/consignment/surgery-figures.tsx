import { surgeryFigures } from '@tongcang/contract';
import {
  EmptyState,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { surgery_text as text } from './surgery-text.ts';

const DAYS = 90;

export default function SurgeryFigures() {
  const t = useText(text);
  const { warehouse_id } = useScope();
  const { data, error, refetch } = useVerb(surgeryFigures, { warehouse_id, days: DAYS });
  return (
    <PageBody>
      <PageHeader title={t('figures')} description={t('figures_hint', { days: DAYS })} />
      <Section flush>
        {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined ? (
          <LoadingState />
        ) : data.rows.length === 0 ? (
          <EmptyState title={t('no_figures')} />
        ) : (
          <TableScroll>
            <table className="tc-table">
              <thead>
                <tr>
                  <th>{t('template')}</th>
                  <th className="tc-num">{t('rounds')}</th>
                  <th className="tc-num">{t('hours_out')}</th>
                  <th className="tc-num">{t('hours_to_packed')}</th>
                  <th className="tc-num">{t('late_rounds')}</th>
                  <th className="tc-num">{t('sent')}</th>
                  <th className="tc-num">{t('used')}</th>
                  <th className="tc-num">{t('lost')}</th>
                </tr>
              </thead>
              <tbody>
                {data.rows.map((row) => (
                  <tr key={row.template_id}>
                    <td>{row.template_name}</td>
                    <td className="tc-num">{row.rounds}</td>
                    <td className="tc-num">{row.hours_out ?? '—'}</td>
                    <td className="tc-num">{row.hours_to_packed ?? '—'}</td>
                    <td className={`tc-num${row.late > 0 ? ' tc-ink-bad' : ''}`}>{row.late}</td>
                    <td className="tc-num">{row.qty_sent}</td>
                    <td className="tc-num">{row.qty_used}</td>
                    <td className={`tc-num${row.qty_lost > 0 ? ' tc-ink-bad' : ''}`}>{row.qty_lost}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
      </Section>
    </PageBody>
  );
}
