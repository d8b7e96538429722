import { useParams } from '@tanstack/react-router';
import { listRules } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  formatDate,
  formatInstant,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { RuleVersionDialog } from './rule-version.tsx';
import { rulesText } from './rules-text.ts';
import { codeOfPath, SeverityChip, settingsOf, usePathName, useRuleName } from './rules-words.tsx';

export type Rule = OutputFor<typeof listRules>['rows'][number];
type Version = Rule['versions'][number];

/** A rule with its versions; a change adds one. */
export default function RulePage() {
  const params = useParams({ strict: false }) as { code: string };
  const code = codeOfPath(params.code);
  const t = useText(rulesText);
  const name = useRuleName();
  const lacks = useLacks();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useVerb(listRules, {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  const rule = data?.rows.find((row) => row.code === code);
  if (!data || rule === undefined) return <PageBody>{null}</PageBody>;
  return (
    <PageBody>
      <PageHeader
        title={name(code)}
        status={<SeverityChip severity={rule.severity} />}
        description={t('rules_hint')}
        actions={
          <BlockedButton type="primary" blocked={lacks('compliance.rules')} onClick={() => setAdding(true)}>
            {t('new_version')}
          </BlockedButton>
        }
      />
      <Now rule={rule} />
      <Section title={t('versions')}>
        <Versions rule={rule} />
      </Section>
      {adding ? <RuleVersionDialog rule={rule} today={data.today} onClose={() => setAdding(false)} /> : null}
    </PageBody>
  );
}

function Now({ rule }: { rule: Rule }) {
  const t = useText(rulesText);
  const path = usePathName();
  const language = useLanguage();
  const settings = settingsOf(rule.params, t, path);
  return (
    <Section>
      <KeyValue
        facts={[
          { label: t('code'), value: <code>{rule.code}</code> },
          { label: t('since'), value: rule.since ? formatDate(rule.since, language, 'long') : '–' },
          { label: t('legal_basis'), value: rule.legal_basis ?? t('no_basis') },
          { label: t('settings'), value: settings.join('；') || t('everywhere') },
          { label: t('paths'), value: rule.paths.map(path).join('、') || t('by_other'), wide: true },
        ]}
      />
    </Section>
  );
}

const STATE_TONES = { current: 'ok', planned: 'accent', past: 'neutral' } as const;

function Versions({ rule }: { rule: Rule }) {
  const t = useText(rulesText);
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            {(
              [
                'state',
                'since',
                'until',
                'severity',
                'settings',
                'legal_basis',
                'reason',
                'changed_by',
                'recorded_at',
              ] as const
            ).map((column) => (
              <th key={column} scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rule.versions.map((version) => (
            <VersionRow key={version.rule_id} version={version} />
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function VersionRow({ version }: { version: Version }) {
  const t = useText(rulesText);
  const path = usePathName();
  const zone = useZone();
  const language = useLanguage();
  const { state, effective_from, effective_to, severity, params, legal_basis, reason } = version;
  return (
    <tr>
      <td>
        <StatusChip tone={STATE_TONES[state]}>{t(state)}</StatusChip>
      </td>
      <td>{formatDate(effective_from, language)}</td>
      <td>{effective_to ? formatDate(effective_to, language) : t('open_ended')}</td>
      <td>
        <SeverityChip severity={severity} />
      </td>
      <td>{settingsOf(params, t, path).join('；') || t('everywhere')}</td>
      <td style={{ minWidth: 160 }}>{legal_basis ?? '–'}</td>
      <td style={{ minWidth: 160 }}>{reason ?? '–'}</td>
      <td>{version.changed_by_name ?? t('system')}</td>
      <td>{formatInstant(version.recorded_at, zone)}</td>
    </tr>
  );
}
