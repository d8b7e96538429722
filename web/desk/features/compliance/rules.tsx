import { listRules, RULE_SEVERITIES } from '@tongcang/contract';
import { Input } from 'antd';
import { useMemo } from 'react';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type OutputFor, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useGridView } from '../../app/url.ts';
import { rulesText } from './rules-text.ts';
import {
  type RulesText,
  rulePath,
  SeverityChip,
  settingsOf,
  usePathName,
  useRuleName,
} from './rules-words.tsx';

type Row = OutputFor<typeof listRules>['rows'][number];

/** Every rule with what holds today; opening one shows its versions. */
export default function RulesPage() {
  const t = useText(rulesText);
  const go = useGo();
  const gridError = useGridError();
  const name = useRuleName();
  const path = usePathName();
  const [view, setView] = useGridView();
  const { data, error, isFetching, refetch } = useVerb(listRules, {});
  const columns = useMemo(() => columnsOf(t, name, path), [t, name, path]);
  return (
    <PageBody fill>
      <PageHeader title={t('rules')} description={t('rules_hint')} actions={<FindVerdict />} />
      <Section flush grow>
        <VirtualGrid
          id="compliance-rules"
          label={t('rules')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => row.code}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_rules')} />}
          onOpen={(row) => go(rulePath(row.code))}
        />
      </Section>
    </PageBody>
  );
}

/** An inspector has the number of a movement in hand and wants to see how it was judged. */
function FindVerdict() {
  const t = useText(rulesText);
  const go = useGo();
  return (
    <Input.Search
      aria-label={t('find_verdict')}
      placeholder={t('find_verdict')}
      enterButton={t('see_verdict')}
      inputMode="numeric"
      maxLength={15}
      style={{ maxWidth: 300 }}
      onSearch={(typed) => /^[1-9]\d*$/.test(typed.trim()) && go(`/compliance/verdict/${typed.trim()}`)}
    />
  );
}

function columnsOf(
  t: RulesText,
  name: (code: string) => string,
  path: (name: string) => string,
): GridColumn<Row>[] {
  return [
    { key: 'name', title: t('name'), value: (row) => name(row.code), pin: true, width: 240 },
    {
      key: 'severity',
      title: t('severity'),
      value: (row) => row.severity,
      kind: 'choice',
      width: 100,
      choices: RULE_SEVERITIES.map((value) => ({ value, label: t(value) })),
      render: (row) => <SeverityChip severity={row.severity} />,
    },
    {
      key: 'settings',
      title: t('settings'),
      value: (row) => settingsOf(row.params, t, path).join('；'),
      width: 240,
    },
    {
      key: 'paths',
      title: t('paths'),
      value: (row) => row.paths.map(path).join('、') || t('by_other'),
      grow: true,
      width: 260,
    },
    { key: 'legal_basis', title: t('legal_basis'), value: (row) => row.legal_basis ?? '–', width: 220 },
    { key: 'since', title: t('since'), value: (row) => row.since, kind: 'date' },
    {
      key: 'versions',
      title: t('versions'),
      value: (row) => row.versions.length,
      kind: 'integer',
      width: 120,
      render: (row) => {
        const planned = row.versions.filter((version) => version.state === 'planned').length;
        return planned > 0
          ? `${row.versions.length} · ${t('planned_n', { n: planned })}`
          : row.versions.length;
      },
    },
    { key: 'code', title: t('code'), value: (row) => row.code, kind: 'code', width: 260 },
  ];
}
