import type { getRecall, OutputOf } from '@tongcang/contract';
import { InputNumber } from 'antd';
import { useText } from '../../../ui/index.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './text.ts';

type Line = OutputOf<typeof getRecall>['notice_rows'][number]['lines'][number];
export type Told = Pick<Line, 'line_no' | 'used_qty' | 'destroyed_qty' | 'on_hand_qty'>;
const AMOUNTS = [
  ['used_qty', 'used'],
  ['destroyed_qty', 'destroyed'],
  ['on_hand_qty', 'on_hand'],
] as const;

/** What was told before; where nothing was, everything is taken to be on hand. */
export function toldOf(lines: readonly Line[]): Told[] {
  return lines.map(({ line_no, qty, used_qty, destroyed_qty, on_hand_qty, returned_qty }) => {
    const nothing = used_qty + destroyed_qty + on_hand_qty === 0;
    return { line_no, used_qty, destroyed_qty, on_hand_qty: nothing ? qty - returned_qty : on_hand_qty };
  });
}

/** What is still on hand: what was told to be there and has not come back since. */
export function amountsOf(lines: readonly Line[]): { on_hand: number } {
  const on_hand = lines.reduce((sum, line) => {
    const rest = Math.max(0, line.qty - line.used_qty - line.destroyed_qty - line.returned_qty);
    return sum + Math.min(line.on_hand_qty, rest);
  }, 0);
  return { on_hand };
}

type Props = {
  readonly lines: readonly Line[];
  readonly told: readonly Told[];
  readonly onChange: (told: readonly Told[]) => void;
};

/** Used, destroyed and on hand of each lot, with large fields for fingers. */
export function AnswerLines({ lines, told, onChange }: Props) {
  const t = useText(text);
  return (
    <div className="tc-stack">
      {lines.map((line) => {
        const now = told.find((one) => one.line_no === line.line_no)!;
        return (
          <fieldset key={line.line_no} className="tc-recall-line">
            <legend>
              {line.item_name} {line.model} · {line.lot_no} · {t('supplied')} {line.qty} {line.unit}
            </legend>
            <div className="tc-recall-amounts">
              {AMOUNTS.map(([field, word]) => (
                <LabelledField key={field} label={t(word)}>
                  {(id) => (
                    <InputNumber
                      id={id}
                      size="large"
                      min={0}
                      max={line.qty}
                      precision={0}
                      value={now[field]}
                      onChange={(value) =>
                        onChange(
                          told.map((one) =>
                            one.line_no === line.line_no ? { ...one, [field]: value ?? 0 } : one,
                          ),
                        )
                      }
                      style={{ width: '100%' }}
                    />
                  )}
                </LabelledField>
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
