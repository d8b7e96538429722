import { PlusOutlined } from '@ant-design/icons';
import { createHandlingUnit, listHandlingUnits } from '@tongcang/contract';
import { Input, Modal } from 'antd';
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
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { BinPicker } from './choose.tsx';
import { UnitLabels } from './unit-labels.tsx';
import { text } from './unit-text.ts';

type Row = RowOf<typeof listHandlingUnits>;
const one_warehouse = [{ code: 'web.one_warehouse', params: {} }];

export default function HandlingUnits() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [creating, setCreating] = useState(false);
  const [printing, setPrinting] = useState<readonly number[] | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const { rows, loading, error, refetch } = useRows(listHandlingUnits, { warehouse_id });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('units')}
        description={t('units_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={[...lacks('stock.post_movement'), ...(warehouse_id === undefined ? one_warehouse : [])]}
            onClick={() => setCreating(true)}
          >
            {t('create')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-units"
          label={t('units')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.handling_unit_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none')} />}
          onOpen={(row) => go(`/warehouse/handling-unit/${row.handling_unit_id}`)}
          height="fill"
          selected={selected}
          onSelected={setSelected}
          bulk={() => (
            <BlockedButton
              size="small"
              blocked={lacks('stock.read')}
              onClick={() => setPrinting([...selected].map(Number))}
            >
              {t('print')}
            </BlockedButton>
          )}
        />
      </Section>
      {creating && warehouse_id !== undefined ? (
        <NewUnit warehouse_id={warehouse_id} onClose={() => setCreating(false)} />
      ) : null}
      {printing ? <UnitLabels unit_ids={printing} onClose={() => setPrinting(null)} /> : null}
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    { key: 'sscc', title: t('sscc'), kind: 'code', value: (r) => r.sscc, pin: true, width: 190 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 84 },
    { key: 'place', title: t('place'), kind: 'code', value: (r) => r.location_code, width: 110 },
    {
      key: 'status',
      title: t('status'),
      value: (r) => t(`s_${r.status}` as 's_open'),
      width: 100,
      render: (r) => (
        <StatusChip tone={r.status === 'open' ? 'accent' : 'neutral'}>
          {t(`s_${r.status}` as 's_open')}
        </StatusChip>
      ),
    },
    { key: 'lines', title: t('kinds'), kind: 'integer', value: (r) => r.lines, width: 92 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 92 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at, grow: true },
  ];
}

function NewUnit({ warehouse_id, onClose }: { warehouse_id: number; onClose: () => void }) {
  const t = useText(text);
  const go = useGo();
  const [account_id, setPlace] = useState<number>();
  const [sscc, setSscc] = useState('');
  const create = useAction(createHandlingUnit, {
    invalidates: ['warehouse', 'stock'],
    onSuccess: ({ handling_unit_id }) => go(`/warehouse/handling-unit/${handling_unit_id}`),
  });
  const submit = () =>
    create
      .run({ account_id: account_id!, ...(sscc.trim() === '' ? {} : { sscc: sscc.trim() }) })
      .catch(() => undefined);
  return (
    <Modal open title={t('create')} onCancel={onClose} footer={null}>
      {create.error ? <ProblemView error={create.error} /> : null}
      <LabelledField label={t('place')} required>
        {(id) => <BinPicker id={id} warehouse_id={warehouse_id} value={account_id} onChange={setPlace} />}
      </LabelledField>
      <LabelledField label={t('sscc')} help={t('sscc_hint')}>
        {(id) => <Input id={id} value={sscc} maxLength={18} onChange={(e) => setSscc(e.target.value)} />}
      </LabelledField>
      <div className="tc-form-foot">
        <BlockedButton
          type="primary"
          blocked={missingFields([[account_id !== undefined, t('place')]])}
          loading={create.busy}
          onClick={submit}
        >
          {t('save')}
        </BlockedButton>
      </div>
    </Modal>
  );
}
