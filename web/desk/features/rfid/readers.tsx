import { listRfidReaders, makeRfidKey, saveRfidReader } from '@tongcang/contract';
import { App, Checkbox, Input, InputNumber } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
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
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listRfidReaders>;
type Draft = {
  reader_id?: number;
  reader_no: string;
  name: string;
  warehouse_id: number | undefined;
  quiet_seconds: number;
  llrp_host: string;
  llrp_port: number;
  retired: boolean;
};

export default function ReadersPage() {
  const t = useText(text);
  const lacks = useLacks();
  const gridError = useGridError();
  const { modal } = App.useApp();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [draft, setDraft] = useState<Draft | null>(null);
  const { rows, loading, error, refetch } = useRows(listRfidReaders, warehouse_id ? { warehouse_id } : {});
  const key = useAction(makeRfidKey, { invalidates: ['integration'] });
  const blocked = lacks('warehouse.design');
  const makeKey = async (row: Row) => {
    const { reader_no, reader_key, topic } = await key.run({ reader_id: row.reader_id });
    void modal.info({
      title: t('key_title', { no: reader_no }),
      width: 560,
      content: (
        <>
          <p>{t('key_text', { topic })}</p>
          <code style={{ overflowWrap: 'anywhere' }}>{reader_key}</code>
        </>
      ),
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the action is the same at every render.
  const columns = useMemo(
    () =>
      columnsOf(t, (row) => (
        <span className="tc-bar">
          <BlockedButton size="small" blocked={blocked} onClick={() => setDraft(draftOf(row))}>
            {t('edit')}
          </BlockedButton>
          <BlockedButton
            size="small"
            blocked={blocked}
            onClick={() => void makeKey(row).catch(() => undefined)}
          >
            {t('make_key')}
          </BlockedButton>
        </span>
      )),
    [t, blocked],
  );
  return (
    <PageBody fill>
      <PageHeader
        title={t('readers')}
        description={t('readers_hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={blocked}
            onClick={() =>
              setDraft({
                reader_no: '',
                name: '',
                warehouse_id,
                quiet_seconds: 5,
                llrp_host: '',
                llrp_port: 5084,
                retired: false,
              })
            }
          >
            {t('new_reader')}
          </BlockedButton>
        }
      />
      {key.error ? <ProblemView error={key.error} /> : null}
      <Section flush grow>
        <VirtualGrid
          id="rfid-readers"
          label={t('readers')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.reader_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_readers')} />}
        />
      </Section>
      {draft ? <ReaderDialog draft={draft} onChange={setDraft} onClose={() => setDraft(null)} /> : null}
    </PageBody>
  );
}

function draftOf(row: Row): Draft {
  const { reader_id, reader_no, name, warehouse_id, quiet_seconds, llrp_host, llrp_port, retired_at } = row;
  const at = { llrp_host: llrp_host ?? '', llrp_port: llrp_port ?? 5084 };
  return { reader_id, reader_no, name, warehouse_id, quiet_seconds, ...at, retired: retired_at !== null };
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
  actions: (row: Row) => ReactNode,
): GridColumn<Row>[] {
  return [
    {
      key: 'reader_no',
      title: t('reader_no'),
      value: (r) => r.reader_no,
      kind: 'code',
      pin: true,
      width: 130,
    },
    { key: 'name', title: t('name'), value: (r) => r.name, grow: true, width: 160 },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
    {
      key: 'status',
      title: t('status'),
      value: (r) => (r.retired_at === null ? t('active') : t('retired')),
      render: (r) => (
        <StatusChip tone={r.retired_at === null ? 'ok' : 'neutral'}>
          {t(r.retired_at === null ? 'active' : 'retired')}
        </StatusChip>
      ),
      width: 110,
    },
    { key: 'quiet', title: t('quiet'), value: (r) => r.quiet_seconds, kind: 'integer', width: 100 },
    {
      key: 'llrp',
      title: t('llrp'),
      value: (r) => (r.llrp_host === null ? '' : `${r.llrp_host}:${r.llrp_port}`),
      width: 170,
    },
    { key: 'last', title: t('last_read'), value: (r) => r.last_read_at, kind: 'instant' },
    {
      key: 'act',
      title: t('edit'),
      value: () => null,
      sort: false,
      filter: false,
      width: 190,
      render: actions,
    },
  ];
}

type DialogProps = {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onClose: () => void;
};

function ReaderDialog({ draft, onChange, onClose }: DialogProps) {
  const t = useText(text);
  const save = useAction(saveRfidReader, { invalidates: ['integration'] });
  const [asked, setAsked] = useState(false);
  const missing =
    draft.reader_no.trim() === '' || draft.name.trim() === '' || draft.warehouse_id === undefined;
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <ConfirmWithReason
      open
      reason_min={0}
      title={t(draft.reader_id === undefined ? 'new_reader' : 'edit')}
      confirm_label={t('save')}
      onConfirm={async () => {
        setAsked(true);
        if (missing) throw new Error('incomplete');
        await save.run({ ...draft, warehouse_id: draft.warehouse_id! });
        onClose();
      }}
      onCancel={onClose}
    >
      {(['reader_no', 'name'] as const).map((field) => (
        <LabelledField
          key={field}
          label={t(field)}
          required
          {...(asked && draft[field].trim() === '' ? { help: t('needed') } : {})}
        >
          {(id) => (
            <Input
              id={id}
              maxLength={80}
              value={draft[field]}
              onChange={(e) => set({ [field]: e.target.value })}
            />
          )}
        </LabelledField>
      ))}
      {draft.reader_id === undefined ? (
        <LabelledField label={t('warehouse')} required>
          {(id) => (
            <WarehousePicker
              id={id}
              value={draft.warehouse_id}
              onChange={(warehouse_id) => set({ warehouse_id })}
            />
          )}
        </LabelledField>
      ) : null}
      <LabelledField label={t('quiet')} help={t('quiet_hint')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={300}
            precision={0}
            value={draft.quiet_seconds}
            onChange={(value) => set({ quiet_seconds: value ?? 5 })}
          />
        )}
      </LabelledField>
      <LabelledField label={t('llrp')} help={t('llrp_hint')}>
        {(id) => (
          <Input
            id={id}
            maxLength={200}
            value={draft.llrp_host}
            onChange={(e) => set({ llrp_host: e.target.value })}
          />
        )}
      </LabelledField>
      {draft.llrp_host === '' ? null : (
        <LabelledField label={t('port')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={65_535}
              precision={0}
              value={draft.llrp_port}
              onChange={(value) => set({ llrp_port: value ?? 5084 })}
            />
          )}
        </LabelledField>
      )}
      {draft.reader_id === undefined ? null : (
        <Checkbox checked={draft.retired} onChange={(event) => set({ retired: event.target.checked })}>
          {t('retired')}
        </Checkbox>
      )}
      {save.error ? <ProblemView error={save.error} /> : null}
    </ConfirmWithReason>
  );
}
