import { listRfidPasses, RFID_PASS_STATUSES } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useGridView } from '../../app/url.ts';
import { text } from './text.ts';

type Row = RowOf<typeof listRfidPasses>;
const TONES = { open: 'warn', confirmed: 'ok', discarded: 'neutral' } as const;

export function PassState({ status, quiet }: Pick<Row, 'status' | 'quiet'>) {
  const t = useText(text);
  return status === 'open' && !quiet ? (
    <StatusChip tone="accent">{t('moving')}</StatusChip>
  ) : (
    <StatusChip tone={TONES[status]}>{t(`s_${status}`)}</StatusChip>
  );
}

export default function PassList() {
  const t = useText(text);
  const go = useGo();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listRfidPasses, warehouse_id ? { warehouse_id } : {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('passes')} description={t('passes_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="rfid-passes"
          label={t('passes')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.pass_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_passes')} />}
          onOpen={(row) => go(`/rfid/pass/${row.pass_id}`)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      value: (r) => r.document_no,
      kind: 'code',
      pin: true,
      width: 150,
    },
    {
      key: 'status',
      title: t('status'),
      value: (r) => r.status,
      kind: 'choice',
      choices: RFID_PASS_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <PassState status={r.status} quiet={r.quiet} />,
      width: 120,
    },
    {
      key: 'reader',
      title: t('reader'),
      value: (r) => `${r.reader_no} ${r.reader_name}`,
      grow: true,
      width: 180,
    },
    { key: 'seen', title: t('seen'), value: (r) => r.first_seen_at, kind: 'instant' },
    { key: 'units', title: t('units'), value: (r) => r.units, kind: 'integer', width: 110 },
    { key: 'foreign', title: t('foreign'), value: (r) => r.foreign, kind: 'integer', width: 100 },
    { key: 'unknown', title: t('unknown'), value: (r) => r.unknown, kind: 'integer', width: 100 },
    { key: 'reads', title: t('reads'), value: (r) => r.reads, kind: 'integer', width: 100 },
    {
      key: 'expected',
      title: t('expected'),
      value: (r) => (r.expected_kind === null ? '' : t(`k_${r.expected_kind}`)),
      width: 110,
    },
    { key: 'decided_by', title: t('decided_by'), value: (r) => r.decided_by_name, width: 110 },
  ];
}
