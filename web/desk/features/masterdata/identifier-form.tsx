import { addIdentifier, IDENTIFIER_ISSUERS, LABEL_PARTS, PACKING_LEVELS } from '@tongcang/contract';
import { deviceOf, parseScan, writtenDi } from '@tongcang/udi';
import { App, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { Columns, ScanInput, type ScanOutcome, useText } from '../../../ui/index.ts';
import { type InputFor, useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Identifier } from './identifiers.tsx';
import { identifiers_text as text } from './identifiers-text.ts';

type Draft = Omit<InputFor<typeof addIdentifier>, 'item_id' | 'note' | 'units_per_pack'> & {
  units_per_pack: number | null;
};
type Props = {
  readonly item_id: number;
  readonly unit: string;
  readonly row: Identifier | null;
  readonly onClose: () => void;
};

const EMPTY: Draft = {
  issuer: 'gs1',
  di: '',
  packing_level: 'carton',
  units_per_pack: null,
  valid_from: null,
  valid_to: null,
  gcp_length: null,
  label_parts: null,
};

function draftOf(row: Identifier): Draft {
  const { issuer, di, packing_level, units_per_pack, valid_from, valid_to, gcp_length, label_parts } = row;
  return { issuer, di, packing_level, units_per_pack, valid_from, valid_to, gcp_length, label_parts };
}

/** One identifier: scanned from the pack itself, or typed. */
export default function IdentifierForm({ item_id, unit, row, onClose }: Props) {
  const t = useText(text);
  const { message } = App.useApp();
  const [draft, setDraft] = useState<Draft>(row === null ? EMPTY : draftOf(row));
  const set = (patch: Partial<Draft>) => setDraft((all) => ({ ...all, ...patch }));
  const add = useAction(addIdentifier, { invalidates: ['masterdata', 'stock'] });
  const complete = draft.di.trim() !== '' && draft.units_per_pack !== null;
  const onScan = (raw: string): ScanOutcome => {
    const scan = parseScan(raw, { today: today() });
    const device = scan.ok ? deviceOf(scan) : null;
    const di = device?.di.at(-1);
    if (device === null || di === undefined || row !== null) return { ok: false, text: t('scan_none') };
    set({ issuer: device.issuer, di });
    return { ok: true, text: t('scan_ok', { issuer: t(`i_${device.issuer}`) }) };
  };
  const save = async () => {
    const { di } = await add.run({ item_id, ...draft, units_per_pack: draft.units_per_pack! });
    void message.success(t('saved', { di: writtenDi(draft.issuer, di) }));
    onClose();
  };
  return (
    <Modal
      open
      title={row === null ? t('add') : writtenDi(row.issuer, row.di)}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={add.busy}
      okButtonProps={{ disabled: !complete }}
      onOk={() => void save().catch(() => undefined)}
      onCancel={onClose}
      width={560}
    >
      <div className="tc-identifier-form">
        {row === null ? <ScanInput label={t('scan')} onScan={({ raw }) => onScan(raw)} /> : null}
        {add.error ? <ProblemView error={add.error} /> : null}
        <Columns min={220}>
          <LabelledField label={t('issuer')} required>
            {(id) => (
              <Select
                id={id}
                value={draft.issuer}
                disabled={row !== null}
                onChange={(issuer) => set({ issuer, ...(issuer === 'gs1' ? {} : { gcp_length: null }) })}
                options={IDENTIFIER_ISSUERS.map((value) => ({ value, label: t(`i_${value}`) }))}
              />
            )}
          </LabelledField>
          <LabelledField label={t('di')} required>
            {(id) => (
              <Input
                id={id}
                value={draft.di}
                disabled={row !== null}
                onChange={(event) => set({ di: event.target.value })}
              />
            )}
          </LabelledField>
          <LabelledField label={t('level')} required>
            {(id) => (
              <Select
                id={id}
                value={draft.packing_level}
                onChange={(packing_level) =>
                  set({ packing_level, ...(packing_level === 'unit' ? { units_per_pack: 1 } : {}) })
                }
                options={PACKING_LEVELS.map((value) => ({ value, label: t(`l_${value}`) }))}
              />
            )}
          </LabelledField>
          <LabelledField label={t('units')} required help={t('units_hint')}>
            {(id) => (
              <InputNumber
                id={id}
                min={draft.packing_level === 'use_unit' ? 0 : 1}
                precision={0}
                suffix={unit}
                value={draft.units_per_pack}
                onChange={(units_per_pack) => set({ units_per_pack })}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('valid_from')}>
            {(id) => (
              <Input
                id={id}
                type="date"
                value={draft.valid_from ?? ''}
                onChange={(event) => set({ valid_from: event.target.value || null })}
              />
            )}
          </LabelledField>
          <LabelledField label={t('valid_to')}>
            {(id) => (
              <Input
                id={id}
                type="date"
                value={draft.valid_to ?? ''}
                onChange={(event) => set({ valid_to: event.target.value || null })}
              />
            )}
          </LabelledField>
          <LabelledField label={t('label_parts')}>
            {(id) => (
              <Select
                id={id}
                mode="multiple"
                placeholder={t('parts_unknown')}
                value={draft.label_parts ?? []}
                onChange={(parts) => set({ label_parts: parts.length === 0 ? null : parts })}
                options={LABEL_PARTS.map((value) => ({ value, label: t(`p_${value}`) }))}
              />
            )}
          </LabelledField>
          {draft.issuer === 'gs1' ? (
            <LabelledField label={t('gcp_length')} help={t('gcp_hint')}>
              {(id) => (
                <InputNumber
                  id={id}
                  min={6}
                  max={12}
                  precision={0}
                  value={draft.gcp_length ?? null}
                  onChange={(gcp_length) => set({ gcp_length })}
                  style={{ width: '100%' }}
                />
              )}
            </LabelledField>
          ) : null}
        </Columns>
      </div>
    </Modal>
  );
}

/** The civil date of this computer: it only decides the century of two-digit years. */
const today = (): string => new Date().toISOString().slice(0, 10);
