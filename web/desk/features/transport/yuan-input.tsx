import { InputNumber } from 'antd';
import { fenOf, yuanOf } from './model.ts';

type Props = {
  readonly id?: string;
  readonly value?: number | undefined;
  readonly onChange?: (fen: number | undefined) => void;
  readonly 'aria-label'?: string;
  readonly placeholder?: string;
};

/** An amount typed in yuan and kept in fen. */
export function YuanInput({ value, onChange, ...rest }: Props) {
  return (
    <InputNumber
      {...rest}
      min={0}
      precision={2}
      value={value === undefined ? null : yuanOf(value)}
      onChange={(yuan) => onChange?.(yuan === null ? undefined : fenOf(yuan))}
      style={{ width: '100%' }}
    />
  );
}
