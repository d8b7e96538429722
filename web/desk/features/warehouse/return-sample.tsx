import { type listSamples, returnSample } from '@tongcang/contract';
import { Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { BlockedButton, useText } from '../../../ui/index.ts';
import { type RowOf, useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { text } from './sample-text.ts';
import './warehouse.css';

type Sample = RowOf<typeof listSamples>;
type Back = { readonly returned: number; readonly given: number; readonly lost: number };
const WAYS = ['returned', 'given', 'lost'] as const;
const leftOf = (line: Sample['lines'][number]) =>
  line.qty - line.qty_returned - line.qty_given - line.qty_lost;

/** What comes back of an issue, what was given away and what is lost, line by line. */
export function ReturnSample({ sample, onClose }: { sample: Sample; onClose: () => void }) {
  const t = useText(text);
  const open = sample.lines.filter((line) => leftOf(line) > 0);
  const [backs, setBacks] = useState<Readonly<Record<number, Back>>>(() =>
    Object.fromEntries(open.map((line) => [line.line_no, { returned: leftOf(line), given: 0, lost: 0 }])),
  );
  const [serials, setSerials] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  const back = useAction(returnSample, { invalidates: ['warehouse', 'stock'], onSuccess: onClose });
  const serialsOf = (line_no: number, way: string) =>
    (serials[`${line_no}|${way}`] ?? '').split(/\s+/).filter(Boolean);
  const lines = open
    .map((line) => ({ line_no: line.line_no, ...backs[line.line_no]! }))
    .filter((line) => line.returned + line.given + line.lost > 0)
    .map((line) => {
      const numbers = {
        serial_nos: serialsOf(line.line_no, 'returned'),
        given_serial_nos: serialsOf(line.line_no, 'given'),
        lost_serial_nos: serialsOf(line.line_no, 'lost'),
      };
      const named = Object.fromEntries(Object.entries(numbers).filter(([, all]) => all.length > 0));
      return { ...line, ...named };
    });
  const missing = missingFields([
    [reason.trim() !== '', t('note')],
    [lines.length > 0, t('returned')],
  ]);
  const submit = () =>
    back.run({ sample_id: sample.sample_id, reason: reason.trim(), lines }).catch(() => undefined);
  return (
    <Modal
      open
      title={t('back_title', { no: sample.document_no })}
      onCancel={onClose}
      footer={null}
      width={680}
    >
      <p className="tc-muted">{t('back_hint')}</p>
      {back.error ? <LineProblem error={back.error} /> : null}
      {open.map((line) => (
        <fieldset key={line.line_no} className="tc-plain-fieldset">
          <legend>
            {line.item_code} {line.item_name} {line.lot_no} · {t('out')} {leftOf(line)} {line.unit}
          </legend>
          <div className="tc-line-row">
            {WAYS.map((way) => (
              <InputNumber
                key={way}
                aria-label={`${t(way)} ${line.lot_no}`}
                prefix={<span className="tc-muted">{t(way)}</span>}
                min={0}
                max={leftOf(line)}
                precision={0}
                value={backs[line.line_no]![way]}
                onChange={(next) =>
                  setBacks((all) => ({ ...all, [line.line_no]: { ...all[line.line_no]!, [way]: next ?? 0 } }))
                }
              />
            ))}
          </div>
          {line.serial_nos.length > 0
            ? WAYS.map((way) => (
                <Input
                  key={way}
                  aria-label={`${t(way)} ${t('serials')} ${line.lot_no}`}
                  placeholder={`${t(way)} ${t('serials')}`}
                  value={serials[`${line.line_no}|${way}`] ?? ''}
                  onChange={(event) =>
                    setSerials((all) => ({ ...all, [`${line.line_no}|${way}`]: event.target.value }))
                  }
                />
              ))
            : null}
        </fieldset>
      ))}
      <LabelledField label={t('note')} required>
        {(id) => <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />}
      </LabelledField>
      <div className="tc-form-foot">
        <BlockedButton type="primary" blocked={missing} loading={back.busy} onClick={submit}>
          {t('confirm')}
        </BlockedButton>
      </div>
    </Modal>
  );
}
