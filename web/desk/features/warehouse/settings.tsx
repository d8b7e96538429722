import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import {
  DEVICE_CLASSES,
  EXPIRY_ACTIONS,
  getWarehouseSettings,
  STORAGE_CONDITIONS,
  saveWarehouseSettings,
} from '@tongcang/contract';
import { App, Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useText,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { useChoices } from '../masterdata/option.ts';
import { text } from './settings-text.ts';

type Settings = OutputFor<typeof getWarehouseSettings>;
type Rule = Settings['upkeep_rules'][number] & { readonly key: number };
type Tier = Settings['expiry_tiers'][number] & { readonly key: number };
let keys = 0;
const keyed = <T,>(rows: readonly T[]) => rows.map((row) => ({ ...row, key: ++keys }));

/** What the company has agreed on for work inside warehouses, as one document. */
export default function SettingsPage() {
  const { data, error, refetch } = useVerb(getWarehouseSettings, {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded settings={data} /> : <LoadingState />;
}

function Loaded({ settings }: { settings: Settings }) {
  const t = useText(text);
  const { message } = App.useApp();
  const lacks = useLacks();
  const [limit, setLimit] = useState<number | null>(settings.approval_limit_fen / 100);
  const [rules, setRules] = useState<Rule[]>(() => keyed(settings.upkeep_rules));
  const [tiers, setTiers] = useState<Tier[]>(() => keyed(settings.expiry_tiers));
  const [asking, setAsking] = useState(false);
  const save = useAction(saveWarehouseSettings, {
    invalidates: ['warehouse'],
    onSuccess: () => {
      setAsking(false);
      void message.success(t('saved'));
    },
  });
  const run = (reason: string) =>
    save.run({
      approval_limit_fen: Math.round((limit ?? 0) * 100),
      upkeep_rules: rules.map(({ key: _, ...rule }) => rule),
      expiry_tiers: tiers.map(({ key: _, ...tier }) => tier),
      reason,
    });
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        description={t('hint')}
        actions={
          <BlockedButton type="primary" blocked={lacks('warehouse.design')} onClick={() => setAsking(true)}>
            {t('save')}
          </BlockedButton>
        }
      />
      <Section>
        <LabelledField label={t('limit')} help={t('limit_hint')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              precision={2}
              style={{ width: 200 }}
              value={limit}
              onChange={setLimit}
            />
          )}
        </LabelledField>
      </Section>
      <Rules rules={rules} onChange={setRules} />
      <Tiers tiers={tiers} onChange={setTiers} />
      <ConfirmWithReason
        open={asking}
        title={t('save')}
        reason_min={2}
        onCancel={() => setAsking(false)}
        onConfirm={run}
      >
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

type RulesProps = { readonly rules: readonly Rule[]; readonly onChange: (rules: Rule[]) => void };

function Rules({ rules, onChange }: RulesProps) {
  const t = useText(text);
  const choices = useChoices();
  const change = (key: number, patch: Partial<Rule>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...patch } : rule)));
  return (
    <Section title={t('rules')} extra={<span className="tc-muted">{t('rules_hint')}</span>}>
      {rules.map((rule, index) => (
        <div key={rule.key} className="tc-line-row">
          <Select
            aria-label={`${t('class')} ${index + 1}`}
            allowClear
            placeholder={`${t('class')}：${t('any')}`}
            value={rule.device_class}
            onChange={(next) => change(rule.key, { device_class: next ?? null })}
            options={DEVICE_CLASSES.map((value) => ({ value, label: value }))}
            style={{ width: 150 }}
          />
          <Select
            aria-label={`${t('condition')} ${index + 1}`}
            allowClear
            placeholder={`${t('condition')}：${t('any')}`}
            value={rule.storage_condition}
            onChange={(next) => change(rule.key, { storage_condition: next ?? null })}
            options={
              choices(STORAGE_CONDITIONS) as { value: (typeof STORAGE_CONDITIONS)[number]; label: string }[]
            }
            style={{ width: 170 }}
          />
          <InputNumber
            aria-label={`${t('near_days')} ${index + 1}`}
            prefix={<span className="tc-muted">{t('near_days')}</span>}
            min={1}
            max={3650}
            precision={0}
            value={rule.near_expiry_days}
            onChange={(next) => change(rule.key, { near_expiry_days: next })}
            style={{ width: 230 }}
          />
          <InputNumber
            aria-label={`${t('interval')} ${index + 1}`}
            prefix={<span className="tc-muted">{t('interval')}</span>}
            min={1}
            max={3650}
            precision={0}
            value={rule.interval_days}
            onChange={(next) => change(rule.key, { interval_days: next ?? rule.interval_days })}
            style={{ width: 180 }}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('remove')} ${index + 1}`}
            disabled={rules.length === 1}
            onClick={() => onChange(rules.filter((one) => one.key !== rule.key))}
          />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() =>
          onChange([
            ...rules,
            {
              key: ++keys,
              device_class: null,
              storage_condition: null,
              near_expiry_days: null,
              interval_days: 90,
            },
          ])
        }
      >
        {t('add')}
      </Button>
    </Section>
  );
}

type TiersProps = { readonly tiers: readonly Tier[]; readonly onChange: (tiers: Tier[]) => void };
const NUMBERS = ['life_from_days', 'life_to_days', 'within_days', 'within_percent'] as const;
const NAMES = {
  life_from_days: 'life_from',
  life_to_days: 'life_to',
  within_days: 'within_days',
  within_percent: 'within_percent',
} as const;

function Tiers({ tiers, onChange }: TiersProps) {
  const t = useText(text);
  const change = (key: number, patch: Partial<Tier>) =>
    onChange(tiers.map((tier) => (tier.key === key ? { ...tier, ...patch } : tier)));
  /** A tier is reached by days or by per cent: naming one takes the other away. */
  const number = (tier: Tier, field: (typeof NUMBERS)[number], next: number | null) => {
    if (field === 'life_from_days') change(tier.key, { life_from_days: next ?? 0 });
    else if (field === 'within_days' && next !== null)
      change(tier.key, { within_days: next, within_percent: null });
    else if (field === 'within_percent' && next !== null)
      change(tier.key, { within_percent: next, within_days: null });
    else change(tier.key, { [field]: next });
  };
  return (
    <Section title={t('tiers')} extra={<span className="tc-muted">{t('tiers_hint')}</span>}>
      {tiers.map((tier, index) => (
        <div key={tier.key} className="tc-line-row">
          {NUMBERS.map((field) => (
            <InputNumber
              key={field}
              aria-label={`${t(NAMES[field])} ${index + 1}`}
              prefix={<span className="tc-muted">{t(NAMES[field])}</span>}
              min={field === 'life_from_days' ? 0 : 1}
              precision={0}
              value={tier[field]}
              onChange={(next) => number(tier, field, next)}
              style={{ width: 200 }}
            />
          ))}
          <Select
            aria-label={`${t('action')} ${index + 1}`}
            value={tier.action}
            onChange={(action) => change(tier.key, { action })}
            options={EXPIRY_ACTIONS.map((value) => ({ value, label: t(`a_${value}`) }))}
            style={{ width: 150 }}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('remove')} ${index + 1}`}
            disabled={tiers.length === 1}
            onClick={() => onChange(tiers.filter((one) => one.key !== tier.key))}
          />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() =>
          onChange([
            ...tiers,
            {
              key: ++keys,
              life_from_days: 0,
              life_to_days: null,
              within_days: 180,
              within_percent: null,
              action: 'watch',
            },
          ])
        }
      >
        {t('add')}
      </Button>
    </Section>
  );
}
