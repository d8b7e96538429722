import { getColdchainRules, listTorBudgets, saveTorBudgets, setColdchainRule } from '@tongcang/contract';
import { Input, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows, useVerb } from '../../app/api.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { rangeOf } from './model.ts';
import { text, type Words } from './text.ts';

type Rule = RowOf<typeof getColdchainRules>;
type Budget = RowOf<typeof listTorBudgets>;

export default function RulePage() {
  const t = useText(text);
  const { data, error, refetch } = useVerb(getColdchainRules, {});
  const [changed, setChanged] = useState<Rule | null>(null);
  return (
    <PageBody>
      <PageHeader title={t('rules')} description={t('rules_hint')} />
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      <Section>
        <Rules rows={data?.rows ?? []} onChange={setChanged} />
      </Section>
      <Budgets />
      {changed === null ? null : <RuleDialog rule={changed} onClose={() => setChanged(null)} />}
    </PageBody>
  );
}

function Rules({ rows, onChange }: { rows: readonly Rule[]; onChange: (rule: Rule) => void }) {
  const t = useText(text);
  const lacks = useLacks();
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th scope="col">{t('rule')}</th>
            <th scope="col" className="tc-num">
              {t('value')}
            </th>
            <th scope="col">{t('effective')}</th>
            <th scope="col">{t('basis')}</th>
            <th scope="col">{t('status')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((rule) => (
            <tr key={`${rule.name}-${rule.effective_from}`}>
              <td>{t(`r_${rule.name}`)}</td>
              <td className="tc-num">{rule.value}</td>
              <td>
                {rule.effective_from}
                {rule.effective_to === null ? '' : ` ~ ${rule.effective_to}`}
              </td>
              <td>{rule.legal_basis}</td>
              <td>
                {rule.in_force ? (
                  <>
                    <StatusChip tone="ok">{t('in_force')}</StatusChip>{' '}
                    <BlockedButton
                      size="small"
                      blocked={lacks('coldchain.decide')}
                      onClick={() => onChange(rule)}
                    >
                      {t('change')}
                    </BlockedButton>
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function RuleDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useText(text);
  const save = useAction(setColdchainRule);
  const [value, setValue] = useState<number | null>(rule.value);
  const [effective_from, setFrom] = useState('');
  const [legal_basis, setBasis] = useState(rule.legal_basis);
  return (
    <ConfirmWithReason
      open
      reason_min={0}
      title={t(`r_${rule.name}`)}
      confirm_label={t('save')}
      onConfirm={async () => {
        await save.run({ name: rule.name, value: value ?? 0, effective_from, legal_basis });
        onClose();
      }}
      onCancel={onClose}
    >
      <LabelledField label={t('value')} required>
        {(id) => <InputNumber id={id} min={0} precision={0} value={value} onChange={setValue} />}
      </LabelledField>
      <LabelledField label={t('effective')} required>
        {(id) => (
          <Input
            id={id}
            type="date"
            value={effective_from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t('basis')} required>
        {(id) => (
          <Input
            id={id}
            maxLength={200}
            value={legal_basis}
            onChange={(event) => setBasis(event.target.value)}
          />
        )}
      </LabelledField>
      {save.error ? <ProblemView error={save.error} /> : null}
    </ConfirmWithReason>
  );
}

function Budgets() {
  const t = useText(text);
  const [view, setView] = useGridView();
  const gridError = useGridError();
  const lacks = useLacks();
  const save = useAction(saveTorBudgets);
  const [asked, setAsked] = useState<Budget | null>(null);
  const [minutes, setMinutes] = useState<number | null>(null);
  const { rows, loading, error, refetch } = useRows(listTorBudgets, {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Section title={t('budgets')} extra={<span className="tc-muted">{t('budgets_hint')}</span>}>
      <VirtualGrid
        id="coldchain-budgets"
        label={t('budgets')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.item_id}
        view={view}
        onView={setView}
        loading={loading}
        error={gridError(error, () => void refetch())}
        empty={<EmptyState title={t('no_goods')} />}
        onOpen={(row) => {
          if (lacks('coldchain.decide').length > 0) return;
          setMinutes(row.minutes);
          setAsked(row);
        }}
        height={360}
      />
      <ConfirmWithReason
        open={asked !== null}
        reason_min={0}
        title={asked === null ? '' : `${asked.item_code} ${asked.item_name}`}
        confirm_label={t('set')}
        onConfirm={async () => {
          await save.run({ lines: [{ item_id: asked!.item_id, minutes: minutes ?? 0 }] });
          setAsked(null);
        }}
        onCancel={() => setAsked(null)}
      >
        <LabelledField label={t('budget_minutes')} required>
          {(id) => <InputNumber id={id} min={0} precision={0} value={minutes} onChange={setMinutes} />}
        </LabelledField>
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}

function columnsOf(t: Words): GridColumn<Budget>[] {
  return [
    { key: 'code', title: t('code'), kind: 'code', value: (r) => r.item_code, pin: true, width: 140 },
    { key: 'name', title: t('item'), value: (r) => r.item_name, grow: true, width: 220 },
    { key: 'range', title: t('range'), value: (r) => rangeOf(r), width: 120 },
    { key: 'minutes', title: t('budget_minutes'), kind: 'integer', value: (r) => r.minutes, width: 130 },
    { key: 'used', title: t('used_most'), kind: 'integer', value: (r) => r.used_most, width: 130 },
  ];
}
