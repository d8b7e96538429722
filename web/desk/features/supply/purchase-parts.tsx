import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber } from 'antd';
import { formatInteger, StatusChip, type ToneName, useLanguage, useText } from '../../../ui/index.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

/** What an action of purchasing makes stale. */
export const AFFECTS = ['supply', 'planning', 'insight'] as const;

const TONES: Readonly<Record<string, ToneName>> = {
  s_draft: 'neutral',
  s_submitted: 'warn',
  s_rejected: 'bad',
  s_approved: 'accent',
  s_confirmed: 'accent',
  s_partly_received: 'warn',
  s_received: 'ok',
  s_closed: 'ok',
  s_cancelled: 'neutral',
  a_announced: 'accent',
  a_partly_received: 'warn',
  a_received: 'ok',
  a_cancelled: 'neutral',
  r_submitted: 'warn',
  r_approved: 'accent',
  r_rejected: 'bad',
  r_cancelled: 'neutral',
  r_planned: 'ok',
  pl_draft: 'warn',
  pl_ordered: 'ok',
  pl_discarded: 'neutral',
  q_open: 'warn',
  q_awarded: 'ok',
  q_cancelled: 'neutral',
  i_invited: 'neutral',
  i_quoted: 'ok',
  i_declined: 'bad',
  g_active: 'ok',
  g_ended: 'neutral',
  g_out: 'neutral',
  d_not_started: 'neutral',
  d_behind: 'warn',
  d_on_track: 'ok',
  d_ahead: 'warn',
  d_used_up: 'bad',
  d_over: 'bad',
};

type StatusKind = 's' | 'a' | 'r' | 'pl' | 'q' | 'i' | 'g' | 'd';

/** A state of a document of purchasing; the letter says of which kind. */
export function PurchaseStatus({ kind, status }: { kind: StatusKind; status: string }) {
  const t = useText(purchasingText);
  const word = `${kind}_${status}`;
  return <StatusChip tone={TONES[word] ?? 'neutral'}>{t(word as PurchasingWord)}</StatusChip>;
}

/** A quantity with its unit. */
export function Qty({ value, unit }: { value: number; unit?: string }) {
  const language = useLanguage();
  return (
    <>
      {formatInteger(value, language)}
      {unit ? <span className="tc-muted"> {unit}</span> : null}
    </>
  );
}

type DayProps = {
  readonly id?: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | undefined) => void;
  readonly 'aria-label'?: string;
  readonly width?: number | string;
};

/** A civil date. */
export function DayInput({ width = 150, onChange, value, ...rest }: DayProps) {
  return (
    <Input
      {...rest}
      type="date"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
      style={{ width }}
    />
  );
}

/** A day so many days from today, by the reader's own clock: only a proposal in a form. */
export function dayAhead(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() + days);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

/** Yuan as typed, in fen. */
export const fenOf = (yuan: number): number => Math.round(yuan * 100);

export type EditedLine = {
  readonly key: number;
  readonly item_id?: number | undefined;
  readonly qty: number;
  readonly needed_on: string | undefined;
  readonly yuan?: number | undefined;
};
let keys = 0;
export const emptyLine = (): EditedLine => ({ key: ++keys, qty: 1, needed_on: dayAhead(14) });
export const lineIsWhole = (line: EditedLine): boolean =>
  line.item_id !== undefined && line.needed_on !== undefined;

type EditorProps = {
  readonly lines: readonly EditedLine[];
  readonly onChange: (lines: readonly EditedLine[]) => void;
  readonly priced?: boolean;
};

/** Items, quantities and days of a document that is being written. */
export function LineEditor({ lines, onChange, priced = false }: EditorProps) {
  const t = useText(purchasingText);
  const change = (key: number, patch: Partial<EditedLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...patch } : line)));
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
          <InputNumber
            aria-label={`${t('qty')} ${index + 1}`}
            min={1}
            precision={0}
            prefix={<span className="tc-muted">{t('qty')}</span>}
            style={{ width: 150 }}
            value={line.qty}
            onChange={(qty) => change(line.key, { qty: qty ?? 1 })}
          />
          <DayInput
            aria-label={`${t('needed_on')} ${index + 1}`}
            value={line.needed_on}
            onChange={(needed_on) => change(line.key, { needed_on })}
          />
          {priced ? (
            <InputNumber
              aria-label={`${t('unit_price_yuan')} ${index + 1}`}
              min={0}
              precision={2}
              prefix="¥"
              placeholder={t('price_auto')}
              style={{ width: 160 }}
              value={line.yuan ?? null}
              onChange={(yuan) => change(line.key, { yuan: yuan ?? undefined })}
            />
          ) : null}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('remove')} ${index + 1}`}
            disabled={lines.length === 1}
            onClick={() => onChange(lines.filter((one) => one.key !== line.key))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange([...lines, emptyLine()])}>
        {t('add_line')}
      </Button>
    </>
  );
}

type TextProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly max?: number;
};

/** A labelled line of text. */
export function TextField({ label, value, onChange, required = false, max = 200 }: TextProps) {
  return (
    <LabelledField label={label} required={required}>
      {(id) => (
        <Input id={id} value={value} maxLength={max} onChange={(event) => onChange(event.target.value)} />
      )}
    </LabelledField>
  );
}
