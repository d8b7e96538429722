import { LABEL_FORMATS, LABEL_SIZES, printUnitLabels } from '@tongcang/contract';
import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './unit-text.ts';

type Props = { readonly unit_ids: readonly number[]; readonly onClose: () => void };

/** Asks for the paper and hands out the labels of units as a file. */
export function UnitLabels({ unit_ids, onClose }: Props) {
  const t = useText(text);
  const [size, setSize] = useState<(typeof LABEL_SIZES)[number]>(LABEL_SIZES[0]);
  const [format, setFormat] = useState<(typeof LABEL_FORMATS)[number]>(LABEL_FORMATS[0]);
  const print = useAction(printUnitLabels, { invalidates: [] });
  const save = async () => {
    saveFile(await print.run({ handling_unit_ids: [...unit_ids], size, format }));
    onClose();
  };
  return (
    <Modal open title={t('print')} onCancel={onClose} footer={null}>
      {print.error ? <ProblemView error={print.error} /> : null}
      <LabelledField label={t('size')}>
        {(id) => (
          <Select
            id={id}
            value={size}
            onChange={setSize}
            options={LABEL_SIZES.map((value) => ({ value, label: value }))}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <LabelledField label={t('format')}>
        {(id) => (
          <Select
            id={id}
            value={format}
            onChange={setFormat}
            options={LABEL_FORMATS.map((value) => ({ value, label: t(value) }))}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <div className="tc-form-foot">
        <Button type="primary" loading={print.busy} onClick={() => void save().catch(() => undefined)}>
          {t('print')}
        </Button>
      </div>
    </Modal>
  );
}
