import { listPartners, openRfq } from '@tongcang/contract';
import { Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import {
  AFFECTS,
  DayInput,
  dayAhead,
  type EditedLine,
  emptyLine,
  LineEditor,
  lineIsWhole,
  TextField,
} from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

/** Asks several suppliers for their price. */
export default function RfqNew() {
  const t = useText(purchasingText);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [warehouse, setWarehouse] = useState<number | undefined>(scope);
  const [partners, setPartners] = useState<number[]>([]);
  const [closes, setCloses] = useState<string | undefined>(() => dayAhead(7));
  const [note, setNote] = useState('');
  const [lines, setLines] = useState<readonly EditedLine[]>(() => [emptyLine()]);
  const { data } = useVerb(listPartners, { kind: 'supplier', limit: 500 });
  const open = useAction(openRfq, {
    invalidates: AFFECTS,
    onSuccess: ({ rfq_id }) => go(`/supply/rfq/${rfq_id}`, { replace: true }),
  });
  const missing = missingFields([
    [warehouse !== undefined, t('warehouse')],
    [partners.length > 0, t('supplier')],
    [closes !== undefined, t('closes_on')],
    [lines.every(lineIsWhole), t('item')],
  ]);
  const submit = () =>
    open
      .run({
        warehouse_id: warehouse!,
        partner_ids: partners,
        closes_on: closes!,
        ...(note.trim() ? { note: note.trim() } : {}),
        lines: lines.map(({ item_id, qty, needed_on }) => ({
          item_id: item_id!,
          qty,
          needed_on: needed_on!,
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_rfq')} />
      {open.error ? <ProblemView error={open.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('warehouse')} required>
            {(id) => <WarehousePicker id={id} value={warehouse} onChange={setWarehouse} />}
          </LabelledField>
          <LabelledField label={t('supplier')} required>
            {(id) => (
              <Select
                id={id}
                mode="multiple"
                optionFilterProp="label"
                value={partners}
                onChange={setPartners}
                options={(data?.rows ?? []).map((row) => ({
                  value: row.partner_id,
                  label: `${row.partner_code} ${row.name}`,
                }))}
              />
            )}
          </LabelledField>
          <LabelledField label={t('closes_on')} required>
            {(id) => <DayInput id={id} value={closes} onChange={setCloses} width="100%" />}
          </LabelledField>
          <TextField label={t('note')} value={note} onChange={setNote} />
        </div>
      </Section>
      <Section title={t('lines')}>
        <LineEditor lines={lines} onChange={setLines} />
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={open.busy} onClick={submit}>
          {t('new_rfq')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
