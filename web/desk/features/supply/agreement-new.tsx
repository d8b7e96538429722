import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { createAgreement, listPartners } from '@tongcang/contract';
import { Button, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { AFFECTS, DayInput, dayAhead, fenOf, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';

type Quota = { key: number; customer_id?: number | undefined; qty: number };
type Line = {
  key: number;
  item_id?: number | undefined;
  yuan: number | null;
  qty: number | null;
  quotas: readonly Quota[];
};
type Kind = 'framework' | 'volume';
let keys = 0;
const emptyLine = (): Line => ({ key: ++keys, yuan: null, qty: null, quotas: [] });
const YEAR_DAYS = 365;

/** A framework agreement, or a volume agreement with what each hospital has promised to take. */
export default function AgreementNew() {
  const t = useText(purchasingText);
  const go = useGo();
  const [supplier, setSupplier] = useState<number>();
  const [kind, setKind] = useState<Kind>('framework');
  const [head, setHead] = useState({ title: '', contract: '' });
  const [from, setFrom] = useState<string | undefined>(() => dayAhead(0));
  const [until, setUntil] = useState<string | undefined>(() => dayAhead(YEAR_DAYS));
  const [lines, setLines] = useState<readonly Line[]>(() => [emptyLine()]);
  const create = useAction(createAgreement, {
    invalidates: AFFECTS,
    onSuccess: ({ agreement_id }) => go(`/supply/agreement/${agreement_id}`, { replace: true }),
  });
  const promised = (line: Line) => kind === 'framework' || line.qty !== null || line.quotas.length > 0;
  const missing = missingFields([
    [supplier !== undefined, t('supplier')],
    [head.title.trim() !== '', t('title')],
    [from !== undefined && until !== undefined, t('valid_until')],
    [lines.every((line) => line.item_id !== undefined), t('item')],
    [lines.every((line) => line.yuan !== null), t('unit_price')],
    [lines.every(promised), t('committed')],
    [lines.every((line) => line.quotas.every((quota) => quota.customer_id !== undefined)), t('hospital')],
  ]);
  const change = (key: number, patch: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const submit = () =>
    create
      .run({
        partner_id: supplier!,
        kind,
        title: head.title.trim(),
        ...(head.contract.trim() ? { contract_no: head.contract.trim() } : {}),
        valid_from: from!,
        valid_to: until!,
        lines: lines.map((line) => ({
          item_id: line.item_id!,
          unit_price_fen: fenOf(line.yuan!),
          ...(line.qty === null ? {} : { qty_committed: line.qty }),
          quotas: line.quotas.map(({ customer_id, qty }) => ({ customer_id: customer_id!, qty })),
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_agreement')} />
      {create.error ? <ProblemView error={create.error} /> : null}
      <Section>
        <div className="tc-line-row">
          <Segmented
            aria-label={t('kind')}
            value={kind}
            onChange={setKind}
            options={[
              { value: 'framework', label: t('k_framework') },
              { value: 'volume', label: t('k_volume') },
            ]}
          />
        </div>
        <div className="tc-form-grid">
          <LabelledField label={t('supplier')} required>
            {(id) => <SupplierPicker id={id} value={supplier} onChange={setSupplier} />}
          </LabelledField>
          <TextField
            label={t('title')}
            required
            max={100}
            value={head.title}
            onChange={(title) => setHead((all) => ({ ...all, title }))}
          />
          <TextField
            label={t('contract_no')}
            max={60}
            value={head.contract}
            onChange={(contract) => setHead((all) => ({ ...all, contract }))}
          />
          <LabelledField label={t('valid_from')} required>
            {(id) => <DayInput id={id} value={from} onChange={setFrom} width="100%" />}
          </LabelledField>
          <LabelledField label={t('valid_until')} required>
            {(id) => <DayInput id={id} value={until} onChange={setUntil} width="100%" />}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('lines')}>
        {lines.map((line, index) => (
          <div key={line.key}>
            <div className="tc-line-row">
              <div className="tc-line-grow">
                <ItemPicker
                  aria-label={`${t('item')} ${index + 1}`}
                  placeholder={t('item')}
                  value={line.item_id}
                  onChange={(item_id) => change(line.key, { item_id })}
                />
              </div>
              <InputNumber
                aria-label={`${t('unit_price_yuan')} ${index + 1}`}
                min={0}
                precision={2}
                prefix="¥"
                placeholder={t('unit_price')}
                style={{ width: 140 }}
                value={line.yuan}
                onChange={(yuan) => change(line.key, { yuan })}
              />
              <InputNumber
                aria-label={`${t('committed')} ${index + 1}`}
                min={1}
                precision={0}
                placeholder={t('committed')}
                style={{ width: 140 }}
                value={line.qty}
                onChange={(qty) => change(line.key, { qty })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={`${t('remove')} ${index + 1}`}
                disabled={lines.length === 1}
                onClick={() => setLines((all) => all.filter((one) => one.key !== line.key))}
              />
            </div>
            {kind === 'volume' ? (
              <Quotas quotas={line.quotas} onChange={(quotas) => change(line.key, { quotas })} />
            ) : null}
          </div>
        ))}
        <Button icon={<PlusOutlined />} onClick={() => setLines((all) => [...all, emptyLine()])}>
          {t('add_line')}
        </Button>
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={create.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

/** What each hospital has promised to take of one item. */
function Quotas({
  quotas,
  onChange,
}: {
  quotas: readonly Quota[];
  onChange: (quotas: readonly Quota[]) => void;
}) {
  const t = useText(purchasingText);
  const { data } = useVerb(listPartners, { kind: 'customer', limit: 500 });
  const change = (key: number, patch: Partial<Quota>) =>
    onChange(quotas.map((quota) => (quota.key === key ? { ...quota, ...patch } : quota)));
  return (
    <div style={{ paddingInlineStart: 24 }}>
      {quotas.map((quota, index) => (
        <div key={quota.key} className="tc-line-row">
          <div className="tc-line-grow">
            <Select
              aria-label={`${t('hospital')} ${index + 1}`}
              placeholder={t('hospital')}
              showSearch={{ optionFilterProp: 'label' }}
              value={quota.customer_id}
              onChange={(customer_id) => change(quota.key, { customer_id })}
              options={(data?.rows ?? []).map((row) => ({ value: row.partner_id, label: row.name }))}
              style={{ width: '100%' }}
            />
          </div>
          <InputNumber
            aria-label={`${t('committed')} ${t('hospital')} ${index + 1}`}
            min={1}
            precision={0}
            style={{ width: 140 }}
            value={quota.qty}
            onChange={(qty) => change(quota.key, { qty: qty ?? 1 })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('remove')} ${t('hospital')} ${index + 1}`}
            onClick={() => onChange(quotas.filter((one) => one.key !== quota.key))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => onChange([...quotas, { key: ++keys, qty: 1 }])}
      >
        {t('add_quota')}
      </Button>
    </div>
  );
}
