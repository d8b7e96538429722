import { downloadAnchors, getSeals, verifySeals } from '@tongcang/contract';
import { Button } from 'antd';
import { useMemo } from 'react';
import {
  dictionary,
  EmptyState,
  formatInstant,
  formatInteger,
  type GridColumn,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useLanguage,
  useText,
  useZone,
  VirtualGrid,
} from '../../../ui/index.ts';
import { call, type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';

const text = dictionary(
  {
    title: '审计链验证',
    hint: '审计记录逐条串成哈希链，链头每分钟写到数据库之外的文件；改动、删除、插入或截断都能查出。',
    verify: '立即验证',
    anchors_file: '下载锚点文件',
    state: '状态',
    whole: '完好',
    broken: '第 {seq} 条起异常：{kind}',
    never: '尚未验证',
    head: '链头',
    last_anchor: '最近锚点',
    no_anchor: '本机没有锚点文件（由后台进程写入）',
    anchors: '锚点数',
    checks: '验证记录',
    no_checks: '尚无验证',
    checked_at: '验证时间',
    checked_by: '验证人',
    records: '记录数',
    sealed: '已入链',
    unsealed: '待入链',
    duration: '用时（毫秒）',
    result: '结果',
    offline: '离线验证：用下载的锚点文件与数据库备份，在任何一台机器上运行 npm run verify-audit。',
    altered: '记录被改动',
    deleted: '记录被删除',
    inserted: '记录被插入',
    chain_broken: '链接断裂',
    truncated: '末尾被截断',
    anchor_mismatch: '与锚点不符',
  },
  {
    title: 'Seals of the audit trail',
    hint: 'Every record is a link of a chain of hashes; its head goes to a file outside the database each minute. What was altered, deleted, inserted or cut off is found.',
    verify: 'Verify now',
    anchors_file: 'Anchors as a file',
    state: 'State',
    whole: 'Whole',
    broken: 'Broken from {seq}: {kind}',
    never: 'Not verified yet',
    head: 'Head of the chain',
    last_anchor: 'Last anchor',
    no_anchor: 'No anchors on this machine; the worker writes them',
    anchors: 'Anchors',
    checks: 'Verifications',
    no_checks: 'None yet',
    checked_at: 'Verified',
    checked_by: 'By',
    records: 'Records',
    sealed: 'Sealed',
    unsealed: 'Not yet sealed',
    duration: 'Took (ms)',
    result: 'Result',
    offline:
      'Offline: with this file and a backup of the database, npm run verify-audit does the same on any machine.',
    altered: 'altered',
    deleted: 'deleted',
    inserted: 'inserted',
    chain_broken: 'link broken',
    truncated: 'cut off',
    anchor_mismatch: 'differs from an anchor',
  },
);
type Check = OutputFor<typeof getSeals>['checks'][number];
type T = ReturnType<typeof useText<keyof typeof text.zh>>;

/** Whether anybody has touched the trail, and what an inspector needs to see it for himself. */
export default function SealsPage() {
  const t = useText(text);
  const zone = useZone();
  const language = useLanguage();
  const { data, error, refetch } = useVerb(getSeals, {});
  const verify = useAction(verifySeals);
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        description={t('hint')}
        actions={
          <>
            <Button onClick={() => void call(downloadAnchors, {}).then(saveFile)}>{t('anchors_file')}</Button>
            <Button
              type="primary"
              loading={verify.busy}
              onClick={() => void verify.run({}).catch(() => undefined)}
            >
              {t('verify')}
            </Button>
          </>
        }
      />
      {verify.error ? <ProblemView error={verify.error} /> : null}
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState /> : null}
      {data ? (
        <Section>
          <KeyValue
            facts={[
              { label: t('state'), value: <Result check={data.checks[0]} /> },
              { label: t('anchors'), value: formatInteger(data.anchors, language) },
              {
                label: t('last_anchor'),
                value: data.last_anchor
                  ? `${data.last_anchor.seq} · ${formatInstant(data.last_anchor.at, zone)}`
                  : t('no_anchor'),
              },
              {
                label: t('head'),
                value: data.head ? (
                  <code className="tc-wrap">
                    {data.head.seq} {data.head.hash}
                  </code>
                ) : (
                  '–'
                ),
                wide: true,
              },
            ]}
          />
          <p className="tc-muted">{t('offline')}</p>
        </Section>
      ) : null}
      <Section flush title={t('checks')}>
        <VirtualGrid
          id="insight-seal-checks"
          label={t('checks')}
          columns={columns}
          rows={data?.checks}
          rowKey={(row) => row.checked_at}
          height={360}
          empty={<EmptyState title={t('no_checks')} />}
        />
      </Section>
    </PageBody>
  );
}

function Result({ check }: { readonly check: Check | undefined }) {
  const t = useText(text);
  if (!check) return <StatusChip tone="neutral">{t('never')}</StatusChip>;
  return check.broken ? (
    <StatusChip tone="bad">{wordsOf(t, check)}</StatusChip>
  ) : (
    <StatusChip tone="ok">{t('whole')}</StatusChip>
  );
}

const wordsOf = (t: T, { broken }: Check): string =>
  broken === null ? t('whole') : t('broken', { seq: broken.seq ?? '–', kind: t(broken.kind) });

function columnsOf(t: T): GridColumn<Check>[] {
  return [
    { key: 'at', title: t('checked_at'), value: (r) => r.checked_at, kind: 'instant', pin: true },
    {
      key: 'result',
      title: t('result'),
      value: (r) => wordsOf(t, r),
      width: 200,
      render: (r) => <Result check={r} />,
    },
    { key: 'by', title: t('checked_by'), value: (r) => r.checked_by_name, width: 120 },
    { key: 'records', title: t('records'), value: (r) => r.records, kind: 'integer', width: 100 },
    { key: 'sealed', title: t('sealed'), value: (r) => r.sealed, kind: 'integer', width: 100 },
    { key: 'unsealed', title: t('unsealed'), value: (r) => r.unsealed, kind: 'integer', width: 100 },
    { key: 'anchors', title: t('anchors'), value: (r) => r.anchors, kind: 'integer', width: 90 },
    { key: 'ms', title: t('duration'), value: (r) => r.duration_ms, kind: 'integer', width: 120 },
  ];
}
