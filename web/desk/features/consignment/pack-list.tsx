import { PlusOutlined } from '@ant-design/icons';
import { listFixedPacks, saveFixedPack } from '@tongcang/contract';
import { Input, InputNumber, Modal } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { cabinet_text as text } from './cabinet-text.ts';

type Row = RowOf<typeof listFixedPacks>;

export default function PackList() {
  const t = useText(text);
  const lacks = useLacks();
  const [making, setMaking] = useState(false);
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listFixedPacks, {});
  const gridError = useGridError();
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      { key: 'pack_code', title: t('pack_code'), kind: 'code', value: (r) => r.pack_code, pin: true },
      { key: 'name', title: t('name'), value: (r) => r.name, width: 200 },
      {
        key: 'item',
        title: t('item'),
        value: (r) => `${r.item_code} ${r.item_name}`,
        grow: true,
        width: 260,
      },
      { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 96 },
    ],
    [t],
  );
  return (
    <PageBody fill>
      <PageHeader
        title={t('packs')}
        description={t('packs_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('fulfilment.consign')}
            onClick={() => setMaking(true)}
          >
            {t('new_pack')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="fixed-packs"
          label={t('packs')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.pack_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_packs')} />}
          height="fill"
        />
      </Section>
      {making ? <NewPack onClose={() => setMaking(false)} /> : null}
    </PageBody>
  );
}

function NewPack({ onClose }: { onClose: () => void }) {
  const t = useText(text);
  const [pack_code, setCode] = useState('');
  const [name, setName] = useState('');
  const [item_id, setItem] = useState<number>();
  const [qty, setQty] = useState(1);
  const save = useAction(saveFixedPack, { onSuccess: onClose });
  const ready = pack_code.trim() !== '' && name.trim() !== '' && item_id !== undefined;
  return (
    <Modal
      open
      title={t('new_pack')}
      okText={t('save')}
      okButtonProps={{ disabled: !ready, loading: save.busy }}
      onCancel={onClose}
      onOk={() =>
        void save
          .run({ pack_code: pack_code.trim(), name: name.trim(), item_id: item_id!, qty })
          .catch(() => undefined)
      }
    >
      {save.error ? <ProblemView error={save.error} /> : null}
      <LabelledField label={t('pack_code')} required>
        {(id) => <Input id={id} value={pack_code} maxLength={40} onChange={(e) => setCode(e.target.value)} />}
      </LabelledField>
      <LabelledField label={t('name')} required>
        {(id) => <Input id={id} value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />}
      </LabelledField>
      <LabelledField label={t('item')} required>
        {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
      </LabelledField>
      <LabelledField label={t('qty')} required>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            precision={0}
            value={qty}
            onChange={(value) => setQty(value ?? 1)}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
    </Modal>
  );
}
