import { listRepairs, openRepair, REPAIR_STATUSES } from '@tongcang/contract';
import { Input, Modal, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
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
import { DepartmentPicker, ItemPicker } from '../../app/pickers.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { RepairState } from './disposal-states.tsx';
import { text } from './disposal-text.ts';

type Row = RowOf<typeof listRepairs>;
const address = z.object({ open: z.enum(['true', 'false']).default('true') });

export default function RepairList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [{ open }, setAt] = useUrlState(address);
  const [making, setMaking] = useState(false);
  const { rows, loading, error, refetch } = useRows(listRepairs, {
    open_only: open,
    ...(warehouse_id ? { warehouse_id } : {}),
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('repairs')}
        description={t('repairs_hint')}
        actions={
          <BlockedButton type="primary" blocked={lacks('quality.repair')} onClick={() => setMaking(true)}>
            {t('new_repair')}
          </BlockedButton>
        }
      />
      <div className="tc-bar">
        <Segmented
          aria-label={t('status')}
          value={open}
          options={[
            { value: 'true', label: t('only_open') },
            { value: 'false', label: t('all') },
          ]}
          onChange={(next) => setAt({ open: next as 'true' | 'false' })}
        />
      </div>
      <Section flush grow>
        <VirtualGrid
          id="quality-repairs"
          label={t('repairs')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.repair_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_repairs')} />}
          onOpen={(row) => go(`/quality/repair/${row.repair_id}`)}
          rowTone={(row) => (row.loaner_overdue ? 'warn' : undefined)}
        />
      </Section>
      <Modal
        open={making}
        title={t('new_repair')}
        footer={null}
        destroyOnHidden
        onCancel={() => setMaking(false)}
      >
        <OneWarehouse>{({ warehouse_id }) => <NewRepair warehouse_id={warehouse_id} />}</OneWarehouse>
      </Modal>
    </PageBody>
  );
}

function NewRepair({ warehouse_id }: { warehouse_id: number }) {
  const t = useText(text);
  const go = useGo();
  const open = useAction(openRepair);
  const [item_id, setItem] = useState<number>();
  const [department_id, setDepartment] = useState<number>();
  const [serial_no, setSerial] = useState('');
  const [fault, setFault] = useState('');
  const [warranty_until, setWarranty] = useState('');
  const ready = item_id !== undefined && serial_no.trim() !== '' && fault.trim() !== '';
  const save = async () => {
    const { repair_id } = await open.run({
      warehouse_id,
      item_id: item_id!,
      serial_no: serial_no.trim(),
      fault,
      ...(department_id ? { department_id } : {}),
      ...(warranty_until ? { warranty_until } : {}),
    });
    go(`/quality/repair/${repair_id}`);
  };
  return (
    <>
      <LabelledField label={t('item')} required>
        {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
      </LabelledField>
      <LabelledField label={t('serial')} required>
        {(id) => (
          <Input
            id={id}
            value={serial_no}
            maxLength={20}
            onChange={(event) => setSerial(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t('fault')} required>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={3}
            maxLength={500}
            value={fault}
            onChange={(event) => setFault(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t('department')}>
        {(id) => <DepartmentPicker id={id} allowClear value={department_id} onChange={setDepartment} />}
      </LabelledField>
      <LabelledField label={t('warranty_until')}>
        {(id) => (
          <Input
            id={id}
            type="date"
            value={warranty_until}
            onChange={(event) => setWarranty(event.target.value)}
          />
        )}
      </LabelledField>
      {open.error ? <ProblemView error={open.error} /> : null}
      <div className="tc-bar">
        <BlockedButton
          type="primary"
          blocked={[]}
          disabled={!ready}
          loading={open.busy}
          onClick={() => void save().catch(() => undefined)}
        >
          {t('save')}
        </BlockedButton>
      </div>
    </>
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
      choices: REPAIR_STATUSES.map((value) => ({ value, label: t(`r_${value}`) })),
      render: (r) => <RepairState status={r.status} />,
      width: 120,
    },
    { key: 'item_code', title: t('item_code'), value: (r) => r.item_code, kind: 'code', width: 110 },
    { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, width: 180 },
    { key: 'serial', title: t('serial'), value: (r) => r.serial_no, kind: 'code', width: 130 },
    { key: 'fault', title: t('fault'), value: (r) => r.fault, grow: true, width: 180 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 130 },
    { key: 'workshop', title: t('workshop'), value: (r) => r.workshop_name, width: 150 },
    { key: 'days', title: t('days'), value: (r) => r.days, kind: 'integer', width: 80 },
    {
      key: 'overdue',
      title: t('overdue'),
      value: (r) => (r.loaner_overdue ? t('overdue') : null),
      render: (r) => (r.loaner_overdue ? <StatusChip tone="bad">{t('overdue')}</StatusChip> : null),
      width: 120,
    },
    { key: 'opened_at', title: t('opened_at'), value: (r) => r.opened_at, kind: 'instant' },
  ];
}
