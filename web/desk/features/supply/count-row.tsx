import { DeleteOutlined } from '@ant-design/icons';
import { REFUSAL_REASONS } from '@tongcang/contract';
import { Button, Input, InputNumber, Select } from 'antd';
import { formatInteger, QtyDiff, StatusChip, useLanguage, useText } from '../../../ui/index.ts';
import { type CountLine, serialsFrom } from './receive-lines.ts';
import { receivingText } from './receiving-text.ts';

type Props = {
  readonly line: CountLine;
  readonly blind: boolean;
  readonly onChange: (patch: Partial<CountLine>) => void;
  readonly onRemove: () => void;
};

/** One lot being counted: its identity above, the numbers below. Announced lots keep the identity they were given. */
export function CountRow({ line, blind, onChange, onRemove }: Props) {
  const t = useText(receivingText);
  const language = useLanguage();
  const announced = line.asn_line_id !== null;
  const named = `${line.item_label} ${line.lot_no}`;
  const taken = (line.received ?? 0) + line.damaged;
  return (
    <li className="tc-count-line">
      <div className="tc-line-grow">
        <strong>{line.item_label}</strong>{' '}
        {line.cold ? <StatusChip tone="accent">{t('cold')}</StatusChip> : null}
        {line.sscc ? <code className="tc-muted"> SSCC {line.sscc}</code> : null}
        {announced ? (
          <div className="tc-muted">
            {t('lot')} {line.lot_no}
            {line.expiry_date ? ` · ${t('expiry')} ${line.expiry_date}` : ''}
          </div>
        ) : (
          <Identity line={line} onChange={onChange} />
        )}
      </div>
      {line.expected !== null && !blind ? (
        <span className="tc-muted">
          {t('expected')} <strong className="tc-num">{formatInteger(line.expected, language)}</strong>{' '}
          {line.unit}
        </span>
      ) : null}
      <Quantity
        label={t('received')}
        name={named}
        value={line.received}
        onChange={(received) => onChange({ received })}
      />
      <Quantity
        label={t('damaged')}
        name={named}
        value={line.damaged}
        onChange={(damaged) => onChange({ damaged: damaged ?? 0 })}
      />
      <Quantity
        label={t('refused')}
        name={named}
        value={line.refused}
        onChange={(refused) => onChange({ refused: refused ?? 0 })}
      />
      <Quantity
        label={t('noted')}
        name={named}
        value={line.noted}
        onChange={(noted) => onChange({ noted })}
      />
      {line.refused > 0 ? (
        <Select
          aria-label={`${t('refusal_reason')} ${named}`}
          placeholder={t('refusal_reason')}
          value={line.refusal_reason}
          onChange={(refusal_reason) => onChange({ refusal_reason })}
          options={REFUSAL_REASONS.map((value) => ({ value, label: t(`f_${value}`) }))}
          style={{ minWidth: 140 }}
        />
      ) : null}
      {line.received !== null && line.expected !== null && !blind ? (
        <QtyDiff expected={line.expected} actual={taken + line.refused} />
      ) : null}
      {announced ? null : (
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={`${t('remove')} ${named}`}
          onClick={onRemove}
        />
      )}
      {line.tracking === 'serial' ? (
        <div className="tc-serials">
          <Input.TextArea
            aria-label={`${t('serials')} ${named}`}
            placeholder={t('serials')}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={line.serials.join('\n')}
            onChange={(e) => {
              const serials = serialsFrom(e.target.value);
              onChange({ serials, received: Math.max(0, serials.length - line.damaged) });
            }}
          />
          <span className="tc-muted">{t('serials_help', { count: line.serials.length })}</span>
        </div>
      ) : null}
    </li>
  );
}

function Identity({ line, onChange }: Pick<Props, 'line' | 'onChange'>) {
  const t = useText(receivingText);
  return (
    <div className="tc-bar">
      <Input
        aria-label={`${t('lot')} ${line.item_label}`}
        placeholder={t('lot')}
        value={line.lot_no}
        maxLength={20}
        onChange={(e) => onChange({ lot_no: e.target.value })}
        style={{ width: 150 }}
      />
      {(['production_date', 'expiry_date'] as const).map((field) => {
        const label = t(field === 'expiry_date' ? 'expiry' : 'production');
        return (
          // biome-ignore lint/a11y/noLabelWithoutControl: the field is the control inside.
          <label key={field} className="tc-bar-field">
            <span className="tc-muted">{label}</span>
            <Input
              type="date"
              aria-label={`${label} ${line.item_label}`}
              value={line[field]}
              onChange={(e) => onChange({ [field]: e.target.value })}
              style={{ width: 150 }}
            />
          </label>
        );
      })}
    </div>
  );
}

type QuantityProps = {
  readonly label: string;
  readonly name: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
};

function Quantity({ label, name, value, onChange }: QuantityProps) {
  return (
    <InputNumber
      aria-label={`${label} ${name}`}
      min={0}
      precision={0}
      value={value}
      prefix={<span className="tc-muted">{label}</span>}
      style={{ width: 136 }}
      onChange={onChange}
    />
  );
}
