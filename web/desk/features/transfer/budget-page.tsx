import { listApprovalLimits, listBudgets, setApprovalLimit, setBudget } from '@tongcang/contract';
import { Input, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  formatInteger,
  formatMoney,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useLanguage,
  useText,
  useWord,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { YuanInput } from '../transport/yuan-input.tsx';
import { text } from './text.ts';

/** What transfers may cost: budgets of warehouses by month, and limits of those who approve. */
export default function BudgetPage() {
  const t = useText(text);
  return (
    <PageBody>
      <PageHeader title={t('budgets')} description={t('budgets_hint')} />
      <Budgets />
      <Limits />
    </PageBody>
  );
}

/** This month as this computer has it; only a proposal for the field. */
function thisMonth(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
}

function Budgets() {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const { warehouse_id: scope } = useScope();
  const { data, error, refetch } = useVerb(listBudgets, { warehouse_id: scope });
  const [open, setOpen] = useState(false);
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const [month, setMonth] = useState(thisMonth);
  const [amount, setAmount] = useState<number | undefined>();
  const save = useAction(setBudget, { onSuccess: () => setOpen(false) });
  const ready = warehouse_id !== undefined && amount !== undefined && /^\d{4}-\d{2}$/.test(month);
  return (
    <Section
      title={t('budget')}
      extra={
        <BlockedButton size="small" blocked={lacks('transfer.budget')} onClick={() => setOpen(true)}>
          {t('set_budget')}
        </BlockedButton>
      }
      flush
    >
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <LoadingState /> : null}
      {data?.rows.length === 0 ? <EmptyState title={t('no_budgets')} /> : null}
      {data !== undefined && data.rows.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('month')}</th>
                <th>{t('warehouse')}</th>
                <th className="tc-num">{t('budget')}</th>
                <th className="tc-num">{t('committed')}</th>
                <th className="tc-num">{t('spent')}</th>
                <th className="tc-num">{t('left')}</th>
                <th className="tc-num">{t('transfers_n')}</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={`${row.warehouse_id}|${row.month}`}>
                  <td>{row.month}</td>
                  <td>{row.warehouse_code}</td>
                  <td className="tc-num">{formatMoney(row.amount_fen, language)}</td>
                  <td className="tc-num">{formatMoney(row.committed_fen, language)}</td>
                  <td className="tc-num">{formatMoney(row.actual_fen, language)}</td>
                  <td className={`tc-num${row.left_fen < 0 ? ' tc-ink-bad' : ''}`}>
                    {formatMoney(row.left_fen, language)}
                  </td>
                  <td className="tc-num">{formatInteger(row.transfers, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
      <ConfirmWithReason
        open={open}
        title={t('set_budget')}
        onCancel={() => setOpen(false)}
        onConfirm={(reason) =>
          ready ? save.run({ warehouse_id: warehouse_id!, month, amount_fen: amount!, reason }) : undefined
        }
      >
        <LabelledField label={t('warehouse')} required>
          {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
        </LabelledField>
        <LabelledField label={t('month')} required>
          {(id) => (
            <Input
              id={id}
              value={month}
              placeholder="YYYY-MM"
              onChange={(e) => setMonth(e.target.value.trim())}
            />
          )}
        </LabelledField>
        <LabelledField label={t('amount_yuan')} required>
          {(id) => <YuanInput id={id} value={amount} onChange={setAmount} />}
        </LabelledField>
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}

const APPROVERS = ['planner', 'manager'] as const;
type Approver = (typeof APPROVERS)[number];

function Limits() {
  const t = useText(text);
  const word = useWord();
  const language = useLanguage();
  const lacks = useLacks();
  const { data, error, refetch } = useVerb(listApprovalLimits, {});
  const [open, setOpen] = useState(false);
  const [role, setRole] = useState<Approver>('planner');
  const [value, setValue] = useState<number | undefined>();
  const [cost, setCost] = useState<number | undefined>();
  const save = useAction(setApprovalLimit, { onSuccess: () => setOpen(false) });
  const money = (fen: number | null) => (fen === null ? t('no_limit') : formatMoney(fen, language));
  return (
    <Section
      title={t('limits')}
      extra={
        <BlockedButton size="small" blocked={lacks('transfer.budget')} onClick={() => setOpen(true)}>
          {t('set_limit')}
        </BlockedButton>
      }
      flush
    >
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <LoadingState /> : null}
      {data?.rows.length === 0 ? <EmptyState title={t('no_limits')} /> : null}
      {data !== undefined && data.rows.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('role')}</th>
                <th className="tc-num">{t('max_value')}</th>
                <th className="tc-num">{t('max_cost')}</th>
                <th>{t('reason')}</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.role}>
                  <td>{word('role', row.role)}</td>
                  <td className="tc-num">{money(row.max_value_fen)}</td>
                  <td className="tc-num">{money(row.max_cost_fen)}</td>
                  <td>{row.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
      <ConfirmWithReason
        open={open}
        title={t('set_limit')}
        onCancel={() => setOpen(false)}
        onConfirm={(reason) =>
          save.run({ role, max_value_fen: value ?? null, max_cost_fen: cost ?? null, reason })
        }
      >
        <LabelledField label={t('role')} required>
          {(id) => (
            <Select
              id={id}
              value={role}
              onChange={setRole}
              options={APPROVERS.map((one) => ({ value: one, label: word('role', one) }))}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        <LabelledField label={`${t('max_value')} (${t('amount_yuan')})`} help={t('empty_is_no_limit')}>
          {(id) => <YuanInput id={id} value={value} onChange={setValue} />}
        </LabelledField>
        <LabelledField label={`${t('max_cost')} (${t('amount_yuan')})`} help={t('empty_is_no_limit')}>
          {(id) => <YuanInput id={id} value={cost} onChange={setCost} />}
        </LabelledField>
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
