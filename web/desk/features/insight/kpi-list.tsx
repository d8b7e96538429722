import { listKpis } from '@tongcang/contract';
import {
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import './insight.css';
import { meanings, text } from './text.ts';

/** What the figures mean, for everybody who reads them. */
export default function KpiList() {
  const t = useText(text);
  const language = useLanguage();
  const { data, error, refetch } = useVerb(listKpis, {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState lines={8} />;
  return (
    <PageBody>
      <PageHeader title={t('kpi')} description={t('kpi_hint')} />
      <Section flush>
        <TableScroll>
          <table className="tc-table tc-kpi">
            <thead>
              <tr>
                <th scope="col">{t('kpi_name')}</th>
                <th scope="col">{t('kpi_meaning')}</th>
                <th scope="col">{t('kpi_formula')}</th>
                <th scope="col">{t('kpi_unit')}</th>
                <th scope="col">{t('kpi_source')}</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.code} id={row.code}>
                  <th scope="row">{row[language]}</th>
                  <td className="tc-kpi-meaning">{meanings[row.code]?.[language] ?? ''}</td>
                  <td>
                    <code className="tc-kpi-code">{row.formula}</code>
                  </td>
                  <td>{t(`u_${row.unit}` as 'u_count')}</td>
                  <td>
                    <code className="tc-kpi-code">{row.source}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
    </PageBody>
  );
}
