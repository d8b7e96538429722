import { PlusOutlined } from '@ant-design/icons';
import { listSetTemplates } from '@tongcang/contract';
import {
  BlockedButton,
  EmptyState,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { labelOf } from './case-model.ts';
import { surgery_text as text } from './surgery-text.ts';

export default function TemplateList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { rows, error, refetch } = useRows(listSetTemplates, {});
  return (
    <PageBody>
      <PageHeader
        title={t('templates')}
        description={t('templates_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('fulfilment.surgery')}
            onClick={() => go('/surgery/template/new')}
          >
            {t('new_template')}
          </BlockedButton>
        }
      />
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {rows === undefined ? <LoadingState /> : null}
      {rows?.length === 0 ? (
        <Section>
          <EmptyState title={t('no_templates')} />
        </Section>
      ) : null}
      {rows?.map((row) => (
        <Section
          key={row.template_id}
          title={`${row.template_code} ${row.name}`}
          extra={
            <span className="tc-muted">
              {row.procedure_name} · {t('sets')} {row.sets} · {t('wanted')} {row.pieces}
            </span>
          }
          flush
        >
          <TableScroll>
            <table className="tc-table">
              <tbody>
                {row.lines.map((line) => (
                  <tr key={line.item_id}>
                    <td>{labelOf(line)}</td>
                    <td>{line.model}</td>
                    <td>{t(`r_${line.role}`)}</td>
                    <td className="tc-num">
                      {line.qty} {line.unit}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </Section>
      ))}
    </PageBody>
  );
}
