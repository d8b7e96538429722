import { useParams } from '@tanstack/react-router';
import { getVerdict } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  type Disposition,
  DispositionChip,
  formatInstant,
  formatInteger,
  KeyValue,
  PageBody,
  PageHeader,
  ReasonList,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { usePlaceKind } from '../stock/words.ts';
import { rulesText } from './rules-text.ts';
import { rulePath, SeverityChip, usePathName, useRuleName } from './rules-words.tsx';
import { VerdictFacts } from './verdict-facts.tsx';

type Verdict = OutputFor<typeof getVerdict>;
type Line = Verdict['lines'][number];

/** The evidence of one movement for an inspector: rules and their versions, facts, legal basis, acknowledgements. */
export default function VerdictPage() {
  const { movement_id } = useParams({ strict: false }) as { movement_id: string };
  const t = useText(rulesText);
  const [after, setAfter] = useState(0);
  const { data, error, refetch } = useVerb(getVerdict, { movement_id: Number(movement_id), after });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  return (
    <PageBody>
      <PageHeader title={t('verdict_of', { id: data.movement_id })} description={t('verdict_hint')} />
      <Head verdict={data} />
      <Section title={`${t('lines')}（${data.line_count}）`}>
        {data.lines.map((line) => (
          <JudgedLine key={line.line_no} line={line} />
        ))}
        {data.next === null ? null : <Button onClick={() => setAfter(data.next!)}>{t('more')}</Button>}
      </Section>
      <Section title={t('asked')}>
        <Asked verdict={data} />
      </Section>
    </PageBody>
  );
}

function Head({ verdict }: { verdict: Verdict }) {
  const t = useText(rulesText);
  const zone = useZone();
  const path = usePathName();
  const { judged_at, occurred_at, document_no, document_key } = verdict;
  return (
    <Section>
      <KeyValue
        facts={[
          { label: t('movement'), value: path(verdict.path) },
          { label: t('document'), value: document_no ?? document_key ?? '–' },
          { label: t('actor'), value: verdict.actor_name ?? t('system') },
          { label: t('judged_at'), value: judged_at ? formatInstant(judged_at, zone) : '–' },
          { label: t('occurred_at'), value: formatInstant(occurred_at, zone) },
          { label: t('epoch'), value: verdict.epoch },
        ]}
      />
    </Section>
  );
}

function JudgedLine({ line }: { line: Line }) {
  const t = useText(rulesText);
  const zone = useZone();
  const language = useLanguage();
  const place = usePlaceKind();
  const { spoken, acknowledged } = line;
  return (
    <details className="tc-verdict-line" open={spoken.length > 0}>
      <summary>
        {t('line', { n: line.line_no })} · <strong>{line.item_name}</strong> {line.lot_no} ·{' '}
        {formatInteger(line.qty, language)} · {place(line.from_label)} → {place(line.to_label)}{' '}
        <DispositionChip disposition={line.to_disposition as Disposition} />{' '}
        {spoken.length === 0 ? (
          <StatusChip tone="ok">{t('clean')}</StatusChip>
        ) : (
          <StatusChip tone="warn">{t('spoke', { n: spoken.length })}</StatusChip>
        )}
      </summary>
      {spoken.length === 0 ? null : (
        <>
          <ReasonList reasons={spoken} />
          <p className="tc-muted">
            {spoken.map((one) => (
              <span key={one.code}>
                <Link to={rulePath(one.code)}>{t('version_of', { id: one.rule_id })}</Link>{' '}
              </span>
            ))}
          </p>
        </>
      )}
      {acknowledged.map((one) => (
        <p key={one.code}>
          {t('acknowledged_by', {
            name: one.by_name,
            at: formatInstant(one.at, zone),
            reason: one.reason,
          })}
        </p>
      ))}
      <h3>{t('facts')}</h3>
      <VerdictFacts facts={line.facts} />
    </details>
  );
}

function Asked({ verdict }: { verdict: Verdict }) {
  const t = useText(rulesText);
  const name = useRuleName();
  const said = new Map(verdict.lines.flatMap((line) => line.spoken.map((one) => [one.code, one.severity])));
  if (verdict.asked.length === 0) return <p className="tc-muted">{t('no_facts')}</p>;
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            {(['name', 'severity', 'since', 'result', 'legal_basis'] as const).map((column) => (
              <th key={column} scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {verdict.asked.map((rule) => {
            const severity = said.get(rule.code);
            return (
              <tr key={rule.code}>
                <td>
                  <Link to={rulePath(rule.code)}>{name(rule.code)}</Link>
                </td>
                <td>
                  <SeverityChip severity={rule.severity} />
                </td>
                <td>
                  {rule.effective_from} · {t('version_of', { id: rule.rule_id })}
                </td>
                <td>
                  <StatusChip tone={severity === undefined ? 'ok' : severity === 'block' ? 'bad' : 'warn'}>
                    {severity === undefined ? t('silent') : t(`said_${severity}`)}
                  </StatusChip>
                </td>
                <td>{rule.legal_basis ?? t('no_basis')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
