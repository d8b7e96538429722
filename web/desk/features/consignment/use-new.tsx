import { DeleteOutlined } from '@ant-design/icons';
import { useSearch } from '@tanstack/react-router';
import { getConsignAgreement, listConsignAgreements, reportUse } from '@tongcang/contract';
import { App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  PageBody,
  PageHeader,
  ScanInput,
  Section,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useRows, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { instantOf, wallClock } from '../stock/wall-clock.ts';
import { cabinet_text as text } from './cabinet-text.ts';
import { addScan, addTyped, type Item, type Used } from './use-lines.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

/** What a department has used, scanned at the cabinet: pieces, or the labels of packs that were opened. */
export default function UseNew() {
  const t = useText(text);
  const go = useGo();
  const zone = useZone();
  const { message } = App.useApp();
  const search = useSearch({ strict: false }) as { department?: number | string };
  const asked = search.department === undefined ? undefined : Number(search.department);
  const [chosen, setDepartment] = useState<number | undefined>(asked);
  const { rows } = useRows(listConsignAgreements, {});
  const living = (rows ?? []).filter((row) => row.status === 'active');
  const department_id = chosen ?? (living.length === 1 ? living[0]!.department_id : undefined);
  const agreement = living.find((row) => row.department_id === department_id);
  const { data } = useVerb(
    getConsignAgreement,
    { agreement_id: agreement?.agreement_id ?? 0 },
    { enabled: agreement !== undefined },
  );
  const [used_at, setUsedAt] = useState(() => new Date().toISOString());
  const [patient_ref, setPatient] = useState('');
  const [used, setUsed] = useState<Used>({ lines: [], labels: [] });
  const report = useAction(reportUse, {
    onSuccess: ({ document_no }) => {
      void message.success(t('reported_ok', { no: document_no }));
      go('/consignment/use', { replace: true });
    },
  });
  const items = data?.line_rows ?? [];
  const missing = missingFields([
    [department_id !== undefined, t('department')],
    [used.lines.length + used.labels.length > 0, t('used_lines')],
  ]);
  return (
    <PageBody>
      <PageHeader title={t('report_use')} description={t('uses_hint')} />
      {report.error ? <ProblemView error={report.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('hospital_department')} required>
            {(id) => (
              <Select
                id={id}
                value={department_id}
                onChange={(value) => {
                  setDepartment(value);
                  setUsed({ lines: [], labels: [] });
                }}
                showSearch
                optionFilterProp="label"
                options={living.map((row) => ({
                  value: row.department_id,
                  label: `${row.partner_name} · ${row.department_name}`,
                }))}
              />
            )}
          </LabelledField>
          <LabelledField label={t('used_at')}>
            {(id) => (
              <Input
                id={id}
                type="datetime-local"
                value={wallClock(used_at, zone)}
                onChange={(event) => setUsedAt(instantOf(event.target.value, zone) ?? used_at)}
              />
            )}
          </LabelledField>
          <LabelledField label={t('patient_ref')} help={t('patient_hint')}>
            {(id) => (
              <Input
                id={id}
                value={patient_ref}
                maxLength={32}
                onChange={(e) => setPatient(e.target.value)}
              />
            )}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('used_lines')}>
        <ScanInput
          label={department_id === undefined ? t('no_agreement_chosen') : t('report_hint')}
          enabled={data !== undefined}
          onScan={(scan) => {
            const outcome = addScan(items, used, scan.raw, today());
            if ('problem' in outcome) return { ok: false, text: t(`scan_${outcome.problem}`) };
            setUsed(outcome.used);
            return {
              ok: true,
              text:
                'label' in outcome
                  ? t('scan_label', { no: outcome.label })
                  : t('scan_line', { item: outcome.item, lot: outcome.lot }),
            };
          }}
        />
        <TypedLine items={items} used={used} onUsed={setUsed} />
        <UsedRows used={used} onUsed={setUsed} />
      </Section>
      <div className="tc-page-actions">
        <BlockedButton
          type="primary"
          size="large"
          blocked={missing}
          loading={report.busy}
          onClick={() =>
            void report
              .run({
                department_id: department_id!,
                used_at,
                ...(patient_ref.trim() ? { patient_ref: patient_ref.trim() } : {}),
                lines: used.lines.map(({ item_id, lot_no, qty, serial_nos }) => ({
                  item_id,
                  lot_no,
                  qty,
                  ...(serial_nos.length > 0 ? { serial_nos: [...serial_nos] } : {}),
                })),
                labels: [...used.labels],
              })
              .catch(() => undefined)
          }
        >
          {t('send_report')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

/** For a label that cannot be scanned. */
function TypedLine(props: { items: readonly Item[]; used: Used; onUsed: (used: Used) => void }) {
  const t = useText(text);
  const [item_id, setItem] = useState<number>();
  const [lot_no, setLot] = useState('');
  const [serial_no, setSerial] = useState('');
  const item = props.items.find((one) => one.item_id === item_id);
  const numbered = item?.tracking === 'serial';
  const missing = missingFields([
    [item !== undefined, t('item')],
    [lot_no.trim() !== '', t('lot')],
    [!numbered || serial_no.trim() !== '', t('serials')],
  ]);
  const add = () => {
    const outcome = addTyped(item!, props.used, { lot_no: lot_no.trim(), serial_no: serial_no.trim() });
    if ('used' in outcome) props.onUsed(outcome.used);
    setSerial('');
  };
  return (
    <div className="tc-line-row">
      <Select
        className="tc-line-grow"
        aria-label={t('item')}
        placeholder={t('item')}
        value={item_id}
        onChange={setItem}
        showSearch
        optionFilterProp="label"
        options={props.items.map((one) => ({
          value: one.item_id,
          label: `${one.item_code} ${one.item_name}`,
        }))}
      />
      <Input
        aria-label={t('lot')}
        placeholder={t('lot')}
        value={lot_no}
        maxLength={20}
        style={{ width: 150 }}
        onChange={(event) => setLot(event.target.value)}
      />
      {numbered ? (
        <Input
          aria-label={t('serials')}
          placeholder={t('serials')}
          value={serial_no}
          maxLength={20}
          style={{ width: 150 }}
          onChange={(event) => setSerial(event.target.value)}
        />
      ) : null}
      <BlockedButton blocked={missing} onClick={add}>
        {t('add_line')}
      </BlockedButton>
    </div>
  );
}

function UsedRows({ used, onUsed }: { used: Used; onUsed: (used: Used) => void }) {
  const t = useText(text);
  const without = (key: string) =>
    onUsed({ ...used, lines: used.lines.filter((line) => `${line.item_id}|${line.lot_no}` !== key) });
  return (
    <ul className="tc-pick-list">
      {used.lines.map((line) => {
        const key = `${line.item_id}|${line.lot_no}`;
        return (
          <li key={key}>
            <span className="tc-line-grow">
              {line.item_label}
              <span className="tc-muted">
                {' '}
                {t('lot')} {line.lot_no}
                {line.serial_nos.length > 0 ? ` · ${line.serial_nos.join(', ')}` : ''}
              </span>
            </span>
            {line.serial_nos.length > 0 ? (
              <strong className="tc-num">{line.qty}</strong>
            ) : (
              <InputNumber
                aria-label={`${t('qty')} ${line.lot_no}`}
                min={1}
                precision={0}
                value={line.qty}
                onChange={(qty) =>
                  onUsed({
                    ...used,
                    lines: used.lines.map((one) => (one === line ? { ...one, qty: qty ?? 1 } : one)),
                  })
                }
              />
            )}
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`${t('remove')} ${line.lot_no}`}
              onClick={() => without(key)}
            />
          </li>
        );
      })}
      {used.labels.map((label) => (
        <li key={label}>
          <span className="tc-line-grow">{t('scan_label', { no: label })}</span>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('remove')} ${label}`}
            onClick={() => onUsed({ ...used, labels: used.labels.filter((one) => one !== label) })}
          />
        </li>
      ))}
    </ul>
  );
}
