import { receiveSupplierOwned } from '@tongcang/contract';
import { App, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { SupplierPicker } from '../supply/supplier-picker.tsx';
import { BinPicker } from '../warehouse/choose.tsx';
import { text } from './supplier-owned-text.ts';

/** One lot that a supplier leaves with us, as it is printed on the goods. */
export function ReceiveSupplierOwned({ onClose }: { readonly onClose: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const { warehouse_id: scope } = useScope();
  const [supplier_id, setSupplier] = useState<number>();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const [account_id, setPlace] = useState<number>();
  const [item_id, setItem] = useState<number>();
  const [lot_no, setLot] = useState('');
  const [production_date, setProduction] = useState('');
  const [expiry_date, setExpiry] = useState('');
  const [qty, setQty] = useState(1);
  const [serials, setSerials] = useState('');
  const [document_no, setDocument] = useState('');
  const receive = useAction(receiveSupplierOwned, {
    invalidates: ['fulfilment', 'stock', 'quality', 'insight'],
    onSuccess: (done) => {
      void message.success(t('received', { qty: done.qty }));
      onClose();
    },
  });
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const complete =
    supplier_id !== undefined &&
    warehouse_id !== undefined &&
    account_id !== undefined &&
    item_id !== undefined &&
    lot_no.trim() !== '';
  const submit = () =>
    receive
      .run({
        supplier_id: supplier_id!,
        warehouse_id: warehouse_id!,
        ...(document_no.trim() ? { document_no: document_no.trim() } : {}),
        lines: [
          {
            item_id: item_id!,
            lot_no: lot_no.trim(),
            qty,
            account_id: account_id!,
            ...(production_date ? { production_date } : {}),
            ...(expiry_date ? { expiry_date } : {}),
            ...(serial_nos.length > 0 ? { serial_nos } : {}),
          },
        ],
      })
      .catch(() => undefined);
  return (
    <Modal
      open
      width={720}
      title={t('receive')}
      okText={t('save')}
      okButtonProps={{ disabled: !complete, loading: receive.busy }}
      onCancel={onClose}
      onOk={() => void submit()}
    >
      <p className="tc-muted">{t('receive_hint')}</p>
      {receive.error ? <LineProblem error={receive.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('supplier')} required>
          {(id) => <SupplierPicker id={id} value={supplier_id} onChange={setSupplier} />}
        </LabelledField>
        <LabelledField label={t('warehouse')} required>
          {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
        </LabelledField>
        <LabelledField label={t('place')} required>
          {(id) =>
            warehouse_id === undefined ? (
              <Input id={id} disabled />
            ) : (
              <BinPicker
                id={id}
                warehouse_id={warehouse_id}
                kinds={['receiving']}
                value={account_id}
                onChange={setPlace}
              />
            )
          }
        </LabelledField>
        <LabelledField label={t('item')} required>
          {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
        </LabelledField>
        <LabelledField label={t('lot')} required>
          {(id) => <Input id={id} value={lot_no} maxLength={20} onChange={(e) => setLot(e.target.value)} />}
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
        <LabelledField label={t('production')}>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={production_date}
              onChange={(e) => setProduction(e.target.value)}
            />
          )}
        </LabelledField>
        <LabelledField label={t('expiry')}>
          {(id) => (
            <Input id={id} type="date" value={expiry_date} onChange={(e) => setExpiry(e.target.value)} />
          )}
        </LabelledField>
        <LabelledField label={t('serials')}>
          {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
        </LabelledField>
        <LabelledField label={t('document_no')}>
          {(id) => (
            <Input id={id} value={document_no} maxLength={60} onChange={(e) => setDocument(e.target.value)} />
          )}
        </LabelledField>
      </div>
    </Modal>
  );
}
