import { PlusOutlined } from '@ant-design/icons';
import { createSet, listSets, listSetTemplates, SET_STATES } from '@tongcang/contract';
import { Button, Input, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { SetState } from './states.tsx';
import { surgery_text as text } from './surgery-text.ts';

type Row = RowOf<typeof listSets>;

export default function SetList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [making, setMaking] = useState(false);
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listSets, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('sets')}
        description={t('sets_hint')}
        actions={
          <>
            <Button onClick={() => go('/surgery/template')}>{t('templates')}</Button>
            <BlockedButton
              type="primary"
              icon={<PlusOutlined />}
              blocked={lacks('fulfilment.surgery')}
              onClick={() => setMaking(true)}
            >
              {t('new_set')}
            </BlockedButton>
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="surgical-sets"
          label={t('sets')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.set_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_sets')} />}
          onOpen={(row) => go(`/surgery/set/${row.set_id}`)}
          height="fill"
        />
      </Section>
      {making ? <NewSet onClose={() => setMaking(false)} /> : null}
    </PageBody>
  );
}

function NewSet({ onClose }: { onClose: () => void }) {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [set_no, setNo] = useState('');
  const [template_id, setTemplate] = useState<number>();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const { data } = useVerb(listSetTemplates, { limit: 1000 });
  const create = useAction(createSet, { onSuccess: ({ set_id }) => go(`/surgery/set/${set_id}`) });
  const ready = set_no.trim() !== '' && template_id !== undefined && warehouse_id !== undefined;
  return (
    <Modal
      open
      title={t('new_set')}
      okText={t('save')}
      okButtonProps={{ disabled: !ready, loading: create.busy }}
      onCancel={onClose}
      onOk={() =>
        void create
          .run({ set_no: set_no.trim(), template_id: template_id!, warehouse_id: warehouse_id! })
          .catch(() => undefined)
      }
    >
      {create.error ? <ProblemView error={create.error} /> : null}
      <LabelledField label={t('set_no')} required>
        {(id) => <Input id={id} value={set_no} maxLength={40} onChange={(e) => setNo(e.target.value)} />}
      </LabelledField>
      <LabelledField label={t('template')} required>
        {(id) => (
          <Select
            id={id}
            value={template_id}
            onChange={setTemplate}
            showSearch
            optionFilterProp="label"
            options={(data?.rows ?? []).map((row) => ({
              value: row.template_id,
              label: `${row.template_code} ${row.name}`,
            }))}
          />
        )}
      </LabelledField>
      <LabelledField label={t('warehouse')} required>
        {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
      </LabelledField>
    </Modal>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    { key: 'set_no', title: t('set_no'), kind: 'code', value: (r) => r.set_no, pin: true, width: 140 },
    { key: 'template', title: t('template'), value: (r) => r.template_name, grow: true, width: 180 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 84 },
    {
      key: 'state',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.state,
      choices: SET_STATES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <SetState state={r.state} />,
      width: 132,
    },
    {
      key: 'complete',
      title: t('complete'),
      kind: 'integer',
      value: (r) => r.qty_wanted - r.qty_picked,
      render: (r) => <Complete row={r} />,
      width: 120,
    },
    { key: 'wanted', title: t('wanted'), kind: 'integer', value: (r) => r.qty_wanted, width: 84 },
    { key: 'earliest', title: t('earliest'), kind: 'date', value: (r) => r.earliest_expiry },
    { key: 'sterile', title: t('sterile_until'), kind: 'date', value: (r) => r.sterile_until, width: 132 },
    { key: 'cycles', title: t('cycles'), kind: 'integer', value: (r) => r.cycles, width: 96 },
    {
      key: 'next',
      title: t('next_case'),
      value: (r) => r.reservations.map((one) => `${one.from} ${one.document_no}`).join(', '),
      width: 220,
    },
  ];
}

function Complete({ row }: { row: Row }) {
  const t = useText(text);
  if (row.state === 'out' || row.state === 'retired') return '—';
  const lacking = row.qty_wanted - row.qty_picked;
  return (
    <StatusChip tone={lacking === 0 ? 'ok' : 'warn'}>
      {lacking === 0 ? t('complete') : t('lacking', { n: lacking })}
    </StatusChip>
  );
}
