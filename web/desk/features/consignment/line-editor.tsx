import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { PIECE_ROLES } from '@tongcang/contract';
import { Button, InputNumber, Select } from 'antd';
import { useText } from '../../../ui/index.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { surgery_text as text } from './surgery-text.ts';

export type PieceLine = {
  readonly key: number;
  readonly item_id?: number | undefined;
  readonly qty: number;
  readonly role: (typeof PIECE_ROLES)[number];
};
let keys = 0;
export const emptyLine = (): PieceLine => ({ key: ++keys, qty: 1, role: 'implant' });

type Props = { readonly lines: readonly PieceLine[]; readonly onLines: (lines: PieceLine[]) => void };

/** Items with quantity and kind, line by line. */
export function LineEditor({ lines, onLines }: Props) {
  const t = useText(text);
  const change = (key: number, patch: Partial<PieceLine>) =>
    onLines(lines.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  return (
    <>
      {lines.map((line, index) => (
        <div key={line.key} className="tc-line-row">
          <div className="tc-line-grow">
            <ItemPicker
              aria-label={`${t('item')} ${index + 1}`}
              placeholder={t('item')}
              value={line.item_id}
              onChange={(item_id) => change(line.key, { item_id })}
            />
          </div>
          <Select
            aria-label={`${t('role')} ${index + 1}`}
            value={line.role}
            onChange={(role) => change(line.key, { role })}
            options={PIECE_ROLES.map((value) => ({ value, label: t(`r_${value}`) }))}
            style={{ width: 120 }}
          />
          <InputNumber
            aria-label={`${t('qty')} ${index + 1}`}
            min={1}
            precision={0}
            prefix={<span className="tc-muted">{t('qty')}</span>}
            style={{ width: 140 }}
            value={line.qty}
            onChange={(qty) => change(line.key, { qty: qty ?? 1 })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('remove')} ${index + 1}`}
            onClick={() => onLines(lines.filter((one) => one.key !== line.key))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onLines([...lines, emptyLine()])}>
        {t('add_line')}
      </Button>
    </>
  );
}
