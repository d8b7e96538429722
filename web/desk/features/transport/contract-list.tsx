import { PlusOutlined } from '@ant-design/icons';
import { endCarrierContract, listCarrierContracts } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { ContractDrawer } from './contract-drawer.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listCarrierContracts>;

/** Contracts as cards, because a rate card is read as a table of its own. */
export default function ContractList() {
  const t = useText(text);
  const lacks = useLacks();
  const [adding, setAdding] = useState(false);
  const { rows, error, refetch } = useRows(listCarrierContracts, {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <PageBody>
      <PageHeader
        title={t('contracts')}
        description={t('contracts_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('transport.manage')}
            onClick={() => setAdding(true)}
          >
            {t('add_contract')}
          </BlockedButton>
        }
      />
      {rows === undefined ? <LoadingState /> : null}
      {rows?.length === 0 ? <EmptyState title={t('no_contracts')} /> : null}
      {rows?.map((row) => (
        <Contract key={row.contract_id} row={row} />
      ))}
      {adding ? <ContractDrawer onClose={() => setAdding(false)} /> : null}
    </PageBody>
  );
}

function Contract({ row }: { row: Row }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const [ending, setEnding] = useState(false);
  const end = useAction(endCarrierContract, { onSuccess: () => setEnding(false) });
  const money = (fen: number) => (fen === 0 ? '—' : formatMoney(fen, language));
  return (
    <Section
      title={`${row.document_no} ${row.carrier_name} · ${row.title}`}
      extra={
        <>
          <StatusChip tone={row.valid_now ? 'ok' : 'neutral'}>
            {t(row.valid_now ? 'in_force' : 'not_in_force')}
          </StatusChip>
          {row.ended_on === null ? (
            <BlockedButton
              size="small"
              danger
              blocked={lacks('transport.manage')}
              onClick={() => setEnding(true)}
            >
              {t('end_contract')}
            </BlockedButton>
          ) : null}
        </>
      }
    >
      <div className="tc-stack">
        <KeyValue
          facts={[
            { label: t('valid_from'), value: row.valid_from },
            { label: t('valid_to'), value: row.ended_on ?? row.valid_to },
            { label: t('assessed_on'), value: `${row.assessed_on} ${row.assessed_by}` },
            { label: t('tolerance'), value: `${row.tolerance_bp / 100} %` },
            ...(row.end_reason ? [{ label: t('reason'), value: row.end_reason, wide: true }] : []),
          ]}
        />
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('lane')}</th>
                <th>{t('temperature_class')}</th>
                <th className="tc-num">{t('fixed')}</th>
                <th className="tc-num">{t('per_kg')}</th>
                <th className="tc-num">{t('per_km')}</th>
                <th className="tc-num">{t('per_drop')}</th>
                <th className="tc-num">{t('minimum')}</th>
                <th className="tc-num">{t('kg_per_m3')}</th>
              </tr>
            </thead>
            <tbody>
              {row.rates.map((rate) => (
                <tr key={rate.rate_id}>
                  <td>{rate.lane_name ?? t('every_lane')}</td>
                  <td>{t(`c_${rate.temperature_class}`)}</td>
                  <td className="tc-num">{money(rate.fixed_fen)}</td>
                  <td className="tc-num">{money(rate.per_kg_fen)}</td>
                  <td className="tc-num">{money(rate.per_km_fen)}</td>
                  <td className="tc-num">{money(rate.per_drop_fen)}</td>
                  <td className="tc-num">{money(rate.minimum_fen)}</td>
                  <td className="tc-num">{rate.kg_per_m3 || '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </div>
      <ConfirmWithReason
        open={ending}
        danger
        title={`${t('end_contract')} ${row.document_no}`}
        onCancel={() => setEnding(false)}
        onConfirm={(reason) => {
          // The day as this computer has it; the contract holds through it.
          const now = new Date();
          const ended_on = new Date(now.getTime() - now.getTimezoneOffset() * 60_000)
            .toISOString()
            .slice(0, 10);
          return end.run({ contract_id: row.contract_id, ended_on, reason });
        }}
      >
        {t('end_text')}
        {end.error ? <ProblemView error={end.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
