import { LABEL_CODES, LABEL_FORMATS, LABEL_SIZES, printLabels } from '@tongcang/contract';
import { Form, InputNumber, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { dictionary, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';

const text = dictionary(
  {
    title: '打印 {n} 个批号的标签',
    print: '打印',
    cancel: '取消',
    copies: '每个批号份数',
    size: '标签尺寸（毫米）',
    code: '条码',
    format: '打印方式',
    gs1_datamatrix: 'GS1 DataMatrix（二维码）',
    gs1_128: 'GS1-128（一维码）',
    hibc_datamatrix: 'HIBC DataMatrix（二维码）',
    hibc_128: 'HIBC Code 128（一维码）',
    pdf: 'PDF（普通打印机）',
    zpl: 'ZPL（标签打印机）',
  },
  {
    title: 'Print labels of {n} lots',
    print: 'Print',
    cancel: 'Cancel',
    copies: 'Copies of each lot',
    size: 'Size of the label (mm)',
    code: 'Code',
    format: 'Printer',
    gs1_datamatrix: 'GS1 DataMatrix',
    gs1_128: 'GS1-128',
    hibc_datamatrix: 'HIBC DataMatrix',
    hibc_128: 'HIBC Code 128',
    pdf: 'PDF (any printer)',
    zpl: 'ZPL (label printer)',
  },
);

type LotRef = { readonly item_id: number; readonly lot_id: number };
type LabelDialogProps = {
  readonly lots: readonly LotRef[];
  readonly onClose: () => void;
};

/** Asks for paper and code, and hands the labels out as a file. */
export default function LabelDialog({ lots, onClose }: LabelDialogProps) {
  const t = useText(text);
  const field = useId();
  const [paper, setPaper] = useState({
    copies: 1,
    size: LABEL_SIZES[0] as (typeof LABEL_SIZES)[number],
    code: LABEL_CODES[0] as (typeof LABEL_CODES)[number],
    format: LABEL_FORMATS[0] as (typeof LABEL_FORMATS)[number],
  });
  const print = useAction(printLabels, { invalidates: [] });
  const save = async () => {
    const { copies, ...rest } = paper;
    const lines = lots.map(({ item_id, lot_id }) => ({ item_id, lot_id, copies, serial_nos: [] }));
    saveFile(await print.run({ ...rest, lines }));
    onClose();
  };
  return (
    <Modal
      open
      title={t('title', { n: lots.length })}
      okText={t('print')}
      cancelText={t('cancel')}
      confirmLoading={print.busy}
      onOk={() => void save().catch(() => undefined)}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('copies')} htmlFor={`${field}-copies`}>
          <InputNumber
            id={`${field}-copies`}
            min={1}
            max={200}
            precision={0}
            value={paper.copies}
            onChange={(copies) => setPaper({ ...paper, copies: copies ?? 1 })}
          />
        </Form.Item>
        <Form.Item label={t('size')} htmlFor={`${field}-size`}>
          <Select
            id={`${field}-size`}
            value={paper.size}
            options={LABEL_SIZES.map((value) => ({ value, label: value.replace('x', ' × ') }))}
            onChange={(size) => setPaper({ ...paper, size })}
          />
        </Form.Item>
        <Form.Item label={t('code')} htmlFor={`${field}-code`}>
          <Select
            id={`${field}-code`}
            value={paper.code}
            options={LABEL_CODES.map((value) => ({ value, label: t(value) }))}
            onChange={(code) => setPaper({ ...paper, code })}
          />
        </Form.Item>
        <Form.Item label={t('format')} htmlFor={`${field}-format`}>
          <Select
            id={`${field}-format`}
            value={paper.format}
            options={LABEL_FORMATS.map((value) => ({ value, label: t(value) }))}
            onChange={(format) => setPaper({ ...paper, format })}
          />
        </Form.Item>
      </Form>
      {print.error ? <ProblemView error={print.error} /> : null}
    </Modal>
  );
}
