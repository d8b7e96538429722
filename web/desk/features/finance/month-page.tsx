import { useParams } from '@tanstack/react-router';
import {
  COST_METHODS,
  closeMonth,
  exportVouchers,
  getMonth,
  type OutputOf,
  reopenMonth,
  VOUCHER_LAYOUTS,
} from '@tongcang/contract';
import { App, Button, Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  formatInteger,
  formatMoney,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { text } from './text.ts';

type Month = OutputOf<typeof getMonth>;
type Words = ReturnType<typeof useText<keyof typeof text.zh>>;
const address = z.object({
  owner: z.coerce.number().int().positive(),
  method: z.enum(COST_METHODS).default('specific'),
});

export default function MonthPage() {
  const t = useText(text);
  const language = useLanguage();
  const { month } = useParams({ strict: false }) as { month: string };
  const [{ owner, method }, setAt] = useUrlState(address);
  const { data, error, refetch } = useVerb(
    getMonth,
    { month, owner_id: owner, method },
    { keepPrevious: true },
  );
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  const money = (fen: number) => formatMoney(fen, language);
  return (
    <PageBody>
      <PageHeader
        title={t('month_of', { month, owner: data.owner_name })}
        status={
          <StatusChip tone={data.status === 'closed' ? 'ok' : 'warn'}>{t(`s_${data.status}`)}</StatusChip>
        }
        actions={data.status === 'closed' ? <Closed month={data} /> : <ToClose month={data} />}
      />
      {data.status === 'open' ? (
        <div className="tc-bar">
          <Segmented
            aria-label={t('method')}
            value={method}
            options={COST_METHODS.map((value) => ({ value, label: t(`m_${value}`) }))}
            onChange={(next) => setAt({ method: next })}
          />
        </div>
      ) : null}
      <StatRow>
        <StatTile label={t('opening')} value={money(data.opening_fen)} />
        <StatTile label={t('closing')} value={money(data.closing_fen)} />
        <StatTile
          label={t('unpriced')}
          value={
            <Link to={`/finance/lot-cost?owner=${owner}&unpriced=true`}>
              {formatInteger(data.unpriced_lots, language)}
            </Link>
          }
          {...(data.unpriced_lots > 0 ? { tone: 'warn' as const } : {})}
        />
      </StatRow>
      <Section title={t('flows')}>
        <Table
          head={[t('flow'), t('qty'), t('value')]}
          rows={data.flows.map((row) => [
            t(`f_${row.flow}`),
            formatInteger(row.qty, language),
            money(row.amount_fen),
          ])}
        />
      </Section>
      <Section title={t('in_transit')} extra={<span className="tc-muted">{t('in_transit_hint')}</span>}>
        <Table
          head={[t('document'), t('qty'), t('value')]}
          rows={data.in_transit.map((row) => [
            row.document_key,
            formatInteger(row.qty, language),
            money(row.value_fen),
          ])}
        />
      </Section>
      <Vouchers month={data} t={t} money={money} />
    </PageBody>
  );
}

function Vouchers({ month, t, money }: { month: Month; t: Words; money: (fen: number) => string }) {
  const amount = (fen: number) => (fen === 0 ? '' : money(fen));
  return (
    <Section title={t('vouchers')}>
      {month.vouchers.length === 0 ? (
        <EmptyState title={t('no_vouchers')} />
      ) : (
        <Table
          head={[t('voucher_no'), t('flow'), t('account'), t('debit'), t('credit')]}
          rows={month.vouchers.flatMap(({ voucher_no, summary, lines }) =>
            lines.map((line) => [
              String(voucher_no),
              t(`f_${summary}` as keyof typeof text.zh),
              `${line.account_code} ${line.account_name}`,
              amount(line.debit_fen),
              amount(line.credit_fen),
            ]),
          )}
        />
      )}
    </Section>
  );
}

type TableProps = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** The last two columns are numbers. */
function Table({ head, rows }: TableProps) {
  const t = useText(text);
  if (rows.length === 0) return <p className="tc-muted">{t('nothing')}</p>;
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            {head.map((title, at) => (
              <th key={title} scope="col" className={at >= head.length - 2 ? 'tc-num' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, at) => (
                <td key={head[at]} className={at >= head.length - 2 ? 'tc-num' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function ToClose({ month }: { month: Month }) {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const close = useAction(closeMonth);
  const confirm = async () => {
    const { owner_id, method } = month;
    const { vouchers } = await close.run({
      month: month.month,
      owner_id,
      method,
      accept_estimates: accepted,
    });
    void message.success(t('closed_done', { month: month.month, n: vouchers }));
    setOpen(false);
  };
  return (
    <>
      <BlockedButton type="primary" blocked={lacks('finance.close')} onClick={() => setOpen(true)}>
        {t('close')}
      </BlockedButton>
      <ConfirmWithReason
        open={open}
        reason_min={0}
        title={t('close_title', { month: month.month })}
        confirm_label={t('close')}
        onConfirm={confirm}
        onCancel={() => setOpen(false)}
      >
        <p>{t('close_note')}</p>
        {month.unpriced_lots > 0 ? (
          <Checkbox checked={accepted} onChange={(event) => setAccepted(event.target.checked)}>
            {t('accept', { n: month.unpriced_lots })}
          </Checkbox>
        ) : null}
        {close.error ? <ProblemView error={close.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

function Closed({ month }: { month: Month }) {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const reopen = useAction(reopenMonth);
  const download = useAction(exportVouchers, { invalidates: [] });
  const { owner_id } = month;
  const confirm = async (reason: string) => {
    await reopen.run({ month: month.month, owner_id, reason });
    void message.success(t('reopened_done'));
    setOpen(false);
  };
  return (
    <>
      <BlockedButton blocked={lacks('finance.close')} onClick={() => setOpen(true)}>
        {t('reopen')}
      </BlockedButton>
      {VOUCHER_LAYOUTS.map((layout) => (
        <Button
          key={layout}
          disabled={lacks('finance.export') !== null}
          loading={download.busy}
          onClick={() =>
            void download.run({ month: month.month, owner_id, layout }).then(saveFile, () => undefined)
          }
        >
          {t(`l_${layout}`)}
        </Button>
      ))}
      {download.error ? <ProblemView error={download.error} /> : null}
      <ConfirmWithReason
        open={open}
        danger
        title={t('reopen_title', { month: month.month })}
        confirm_label={t('reopen')}
        onConfirm={confirm}
        onCancel={() => setOpen(false)}
      >
        {reopen.error ? <ProblemView error={reopen.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}
