import { PlusOutlined } from '@ant-design/icons';
import { createWave, listWaves, WAVE_STATUSES } from '@tongcang/contract';
import { App, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  useZone,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { instantOf } from '../stock/wall-clock.ts';
import { State } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listWaves>;

/** Walks through the warehouse: what is to be picked together. */
export default function WaveList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [making, setMaking] = useState(false);
  const { rows, loading, error, refetch } = useRows(listWaves, { warehouse_id, open_only: 'false' });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('waves')}
        description={t('waves_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('fulfilment.ship')}
            onClick={() => setMaking(true)}
          >
            {t('new_wave')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="waves"
          label={t('waves')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.wave_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_waves')} />}
          onOpen={(row) => go(`/outbound/wave/${row.wave_id}`)}
          height="fill"
          rowTone={(row) => (row.qty_short > 0 ? 'warn' : undefined)}
        />
      </Section>
      <NewWave open={making} onClose={() => setMaking(false)} />
    </PageBody>
  );
}

/** What goes into a wave: everything that waits at a warehouse, or what a zone or a time leaves of it. */
function NewWave({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText(text);
  const go = useGo();
  const zone = useZone();
  const { message } = App.useApp();
  const { warehouse_id: scope } = useScope();
  const [warehouse, setWarehouse] = useState<number | undefined>();
  const [zone_code, setZoneCode] = useState('');
  const [before, setBefore] = useState('');
  const create = useAction(createWave, {
    invalidates: ['fulfilment'],
    onSuccess: ({ wave_id, document_no, lines }) => {
      void message.success(t('wave_made', { no: document_no, lines }));
      go(`/outbound/wave/${wave_id}`);
    },
  });
  const warehouse_id = warehouse ?? scope;
  const needed_before = before === '' ? undefined : (instantOf(before, zone) ?? undefined);
  const submit = () =>
    create
      .run({ warehouse_id: warehouse_id!, zone_code: zone_code.trim() || undefined, needed_before })
      .catch(() => undefined);
  return (
    <Modal
      open={open}
      title={t('new_wave')}
      okText={t('release_wave')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: warehouse_id === undefined, loading: create.busy }}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {create.error ? <ProblemView error={create.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('warehouse')} required>
          {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
        </LabelledField>
        <LabelledField label={t('needed_before')}>
          {(id) => (
            <Input id={id} type="datetime-local" value={before} onChange={(e) => setBefore(e.target.value)} />
          )}
        </LabelledField>
        <LabelledField label={t('zone_code')} help={t('zone_hint')}>
          {(id) => (
            <Input id={id} value={zone_code} maxLength={20} onChange={(e) => setZoneCode(e.target.value)} />
          )}
        </LabelledField>
      </div>
    </Modal>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('wave_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 140,
    },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: WAVE_STATUSES.map((value) => ({ value, label: t(`w_${value}`) })),
      render: (r) => <State of="wave" status={r.status} />,
      width: 116,
    },
    { key: 'lines', title: t('lines'), kind: 'integer', value: (r) => r.lines, width: 84 },
    { key: 'lines_open', title: t('lines_open'), kind: 'integer', value: (r) => r.lines_open, width: 96 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 96 },
    { key: 'picked', title: t('qty_picked'), kind: 'integer', value: (r) => r.qty_picked, width: 96 },
    { key: 'short', title: t('short'), kind: 'integer', value: (r) => r.qty_short, width: 84 },
    { key: 'created_by', title: t('created_by'), value: (r) => r.created_by_name, grow: true, width: 120 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
    { key: 'departs_at', title: t('departs_at'), kind: 'instant', value: (r) => r.departs_at, hidden: true },
  ];
}
