import { ALARM_KINDS, acknowledgeAlarms, listAlarms } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { degrees } from './model.ts';
import { text, type Words } from './text.ts';

type Row = RowOf<typeof listAlarms>;

export default function AlarmList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [chosen, setChosen] = useState<ReadonlySet<string | number>>(new Set());
  const [asked, setAsked] = useState(false);
  const acknowledge = useAction(acknowledgeAlarms);
  const { rows, loading, error, refetch } = useRows(listAlarms, warehouse_id ? { warehouse_id } : {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  const open = (rows ?? []).filter((row) => chosen.has(row.alarm_id) && row.acknowledged_at === null);
  return (
    <PageBody fill>
      <PageHeader
        title={t('alarms')}
        description={t('alarms_hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('coldchain.record')}
            disabled={open.length === 0}
            onClick={() => setAsked(true)}
          >
            {t('acknowledge')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="coldchain-alarms"
          label={t('alarms')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.alarm_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_alarms')} />}
          onOpen={(row) =>
            go(
              row.excursion_id === null
                ? `/coldchain/area/${row.area_id}`
                : `/coldchain/excursion/${row.excursion_id}`,
            )
          }
          selected={chosen}
          onSelected={setChosen}
          rowTone={(row) => (row.acknowledged_at === null && row.level === 2 ? 'bad' : undefined)}
        />
      </Section>
      <ConfirmWithReason
        open={asked}
        title={t('acknowledge_title', { n: open.length })}
        confirm_label={t('acknowledge')}
        onConfirm={async (reason) => {
          await acknowledge.run({ alarm_ids: open.map((row) => row.alarm_id), reason });
          setChosen(new Set());
          setAsked(false);
        }}
        onCancel={() => setAsked(false)}
      >
        <p className="tc-muted">{t('alarms_hint')}</p>
        {acknowledge.error ? <ProblemView error={acknowledge.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function columnsOf(t: Words): GridColumn<Row>[] {
  return [
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: ALARM_KINDS.map((value) => ({ value, label: t(`a_${value}`) })),
      render: (r) => <StatusChip tone={r.ended_at === null ? 'bad' : 'warn'}>{t(`a_${r.kind}`)}</StatusChip>,
      pin: true,
      width: 140,
    },
    { key: 'area', title: t('area'), value: (r) => `${r.area_code} ${r.area_name}`, grow: true, width: 170 },
    {
      key: 'value',
      title: t('value'),
      value: (r) => (r.value_c === null ? r.device_no : degrees(r.value_c)),
      width: 120,
    },
    { key: 'started', title: t('started'), kind: 'instant', value: (r) => r.started_at },
    { key: 'ended', title: t('ended'), kind: 'instant', value: (r) => r.ended_at },
    { key: 'level', title: t('level'), kind: 'integer', value: (r) => r.level, width: 70 },
    { key: 'told', title: t('told'), value: (r) => r.told.join('、'), width: 180 },
    {
      key: 'acknowledged',
      title: t('status'),
      value: (r) => t(r.acknowledged_at === null ? 'not_acknowledged' : 'acknowledged'),
      width: 110,
    },
    { key: 'by', title: t('acknowledged_by'), value: (r) => r.acknowledged_by_name, width: 110 },
    { key: 'reason', title: t('reason'), value: (r) => r.acknowledge_reason, width: 180 },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 130 },
  ];
}
