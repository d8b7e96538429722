import type { RecallCriterion } from '@tongcang/contract';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { SupplierPicker } from '../supply/supplier-picker.tsx';
import { text } from './text.ts';

export type ScopeLine = RecallCriterion & { readonly key: number };
type Field = Exclude<keyof RecallCriterion, 'item_id' | 'supplier_id'>;
const FIRST = ['lot_no', 'serial_from', 'serial_to'] as const satisfies readonly Field[];
const MORE = [
  'production_from',
  'production_to',
  'expiry_from',
  'expiry_to',
  'receipt_no',
] as const satisfies readonly Field[];
const DATES: ReadonlySet<Field> = new Set(['production_from', 'production_to', 'expiry_from', 'expiry_to']);

/** What is left of a line for the server: fields without content are not sent. */
export function criterionOf({ key: _, ...line }: ScopeLine): RecallCriterion {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined && value !== ''));
}

/** Lines of conditions; a line that says nothing is left out by the page. */
export function ScopeEditor({
  lines,
  onChange,
}: {
  lines: readonly ScopeLine[];
  onChange: (lines: readonly ScopeLine[]) => void;
}) {
  const t = useText(text);
  const change = (key: number, part: Partial<ScopeLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <div className="tc-stack">
      {lines.map((line, index) => (
        <fieldset key={line.key} className="tc-recall-line">
          <legend>{t('line', { n: index + 1 })}</legend>
          <ScopeLineFields line={line} onChange={(part) => change(line.key, part)} />
          {lines.length > 1 ? (
            <Button size="small" onClick={() => onChange(lines.filter((one) => one.key !== line.key))}>
              {t('remove_line')}
            </Button>
          ) : null}
        </fieldset>
      ))}
      <div>
        <Button onClick={() => onChange([...lines, { key: Math.max(0, ...lines.map((l) => l.key)) + 1 }])}>
          {t('add_line')}
        </Button>
      </div>
    </div>
  );
}

function ScopeLineFields({
  line,
  onChange,
}: {
  line: ScopeLine;
  onChange: (part: Partial<ScopeLine>) => void;
}) {
  const t = useText(text);
  const [more, setMore] = useState(MORE.some((field) => line[field]) || line.supplier_id !== undefined);
  const field = (name: Field) => (
    <LabelledField key={name} label={t(name)}>
      {(id) => (
        <Input
          id={id}
          {...(DATES.has(name) ? { type: 'date' } : {})}
          value={line[name] ?? ''}
          onChange={(event) => onChange({ [name]: event.target.value || undefined })}
        />
      )}
    </LabelledField>
  );
  return (
    <>
      <div className="tc-form-grid">
        <LabelledField label={t('item')}>
          {(id) => (
            <ItemPicker
              id={id}
              allowClear
              value={line.item_id}
              onChange={(item_id) => onChange({ item_id })}
            />
          )}
        </LabelledField>
        {FIRST.map(field)}
        {more ? (
          <LabelledField label={t('supplier')}>
            {(id) => (
              <SupplierPicker
                id={id}
                value={line.supplier_id}
                onChange={(supplier_id) => onChange({ supplier_id })}
              />
            )}
          </LabelledField>
        ) : null}
        {more ? MORE.map(field) : null}
      </div>
      {more ? null : (
        <Button type="link" size="small" onClick={() => setMore(true)}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
