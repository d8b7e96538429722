import { listMarkets, listRetentionRules, setMarket, setRetentionRule } from '@tongcang/contract';
import { App, Input, InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  LoadingState,
  Section,
  StatusChip,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { CustomerPicker } from '../outbound/customer-picker.tsx';
import { retentionText } from './retention-text.ts';

type Rule = RowOf<typeof listRetentionRules>;

/** The rules of all times, and the customers for whom the law of another region holds besides. */
export function Rules() {
  const t = useText(retentionText);
  const lacks = useLacks();
  const { data, error, refetch } = useVerb(listRetentionRules, {});
  const [changing, setChanging] = useState<Rule | null>(null);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  const years = (value: number | null) => (value === null ? t('forever') : t('year', { n: value }));
  return (
    <>
      <Section title={t('tab_rules')}>
        <p className="tc-muted">{t('rules_hint')}</p>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('kind')}</th>
                <th>{t('region')}</th>
                <th>{t('base')}</th>
                <th>{t('years')}</th>
                <th>{t('years_without')}</th>
                <th>{t('years_implant')}</th>
                <th>{t('from')}</th>
                <th>{t('to')}</th>
                <th>{t('basis')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {data.rows.map((rule) => (
                <tr key={rule.rule_id}>
                  <td>{t(rule.record_kind)}</td>
                  <td>{t(rule.region)}</td>
                  <td>{t(`b_${rule.basis}`)}</td>
                  <td>{years(rule.years)}</td>
                  <td>{years(rule.years_without_expiry)}</td>
                  <td>{years(rule.years_implant)}</td>
                  <td>{rule.effective_from}</td>
                  <td>{rule.effective_to ?? '–'}</td>
                  <td>{rule.legal_basis}</td>
                  <td>
                    {rule.in_force ? <StatusChip tone="ok">{t('in_force')}</StatusChip> : null}
                    {rule.effective_to === null ? (
                      <BlockedButton
                        size="small"
                        blocked={lacks('insight.retention')}
                        onClick={() => setChanging(rule)}
                      >
                        {t('change')}
                      </BlockedButton>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      <Markets />
      {changing ? <Change key={changing.rule_id} rule={changing} onClose={() => setChanging(null)} /> : null}
    </>
  );
}

const FIELDS = [
  ['years', 'years'],
  ['years_without_expiry', 'years_without'],
  ['years_implant', 'years_implant'],
] as const;

function Change({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const t = useText(retentionText);
  const { message } = App.useApp();
  const save = useAction(setRetentionRule);
  const [asked, setAsked] = useState({
    effective_from: '',
    years: rule.years,
    years_without_expiry: rule.years_without_expiry,
    years_implant: rule.years_implant,
    legal_basis: rule.legal_basis,
  });
  return (
    <ConfirmWithReason
      open
      title={t('change_title', { kind: t(rule.record_kind) })}
      onCancel={onClose}
      onConfirm={async (reason) => {
        const { record_kind, region } = rule;
        await save.run({ record_kind, region, ...asked, reason });
        void message.success(t('saved'));
        onClose();
      }}
    >
      <div className="tc-form-grid">
        <LabelledField label={t('effective_from')} required>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={asked.effective_from}
              onChange={(e) => setAsked({ ...asked, effective_from: e.target.value })}
            />
          )}
        </LabelledField>
        {FIELDS.map(([field, label]) => (
          <LabelledField key={field} label={t(label)} help={t('empty_forever')}>
            {(id) => (
              <InputNumber
                id={id}
                min={0}
                max={100}
                precision={0}
                value={asked[field]}
                onChange={(value) => setAsked({ ...asked, [field]: value })}
              />
            )}
          </LabelledField>
        ))}
        <LabelledField label={t('legal_basis')} required>
          {(id) => (
            <Input
              id={id}
              maxLength={200}
              value={asked.legal_basis}
              onChange={(e) => setAsked({ ...asked, legal_basis: e.target.value })}
            />
          )}
        </LabelledField>
      </div>
      {save.error ? <ProblemView error={save.error} /> : null}
    </ConfirmWithReason>
  );
}

function Markets() {
  const t = useText(retentionText);
  const lacks = useLacks();
  const { data, error } = useVerb(listMarkets, {});
  const save = useAction(setMarket);
  const [customer, setCustomer] = useState<number | undefined>();
  const [asked, setAsked] = useState<{ customer_id: number; region: 'EU' | 'CN' } | null>(null);
  const missing = lacks('insight.retention');
  return (
    <Section title={t('markets')}>
      <p className="tc-muted">{t('markets_hint')}</p>
      {error ? <ProblemView error={error} /> : null}
      {data && data.rows.length === 0 ? <p className="tc-muted">{t('no_markets')}</p> : null}
      <ul className="tc-plain-list">
        {(data?.rows ?? []).map((row) => (
          <li key={row.customer_id}>
            <span>
              {row.code} {row.name}
            </span>
            <BlockedButton
              size="small"
              blocked={missing}
              onClick={() => setAsked({ customer_id: row.customer_id, region: 'CN' })}
            >
              {t('remove_market')}
            </BlockedButton>
          </li>
        ))}
      </ul>
      <div className="tc-form-grid">
        <LabelledField label={t('customer')}>
          {(id) => <CustomerPicker id={id} value={customer} onChange={setCustomer} />}
        </LabelledField>
        <BlockedButton
          blocked={missing}
          disabled={customer === undefined}
          onClick={() => setAsked({ customer_id: customer!, region: 'EU' })}
        >
          {t('add_market')}
        </BlockedButton>
      </div>
      <ConfirmWithReason
        open={asked !== null}
        title={t('market_title')}
        onCancel={() => setAsked(null)}
        onConfirm={async (reason) => {
          await save.run({ ...asked!, reason });
          setAsked(null);
          setCustomer(undefined);
        }}
      >
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
