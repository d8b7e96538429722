import { endCustomerRule, listCustomerRules, listReservedLots, releaseReservedLot } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { ReserveDialog, RuleDialog } from './term-dialogs.tsx';
import { text } from './text.ts';

type Rule = RowOf<typeof listCustomerRules>;
type Reserved = RowOf<typeof listReservedLots>;
const lacksOf = 'fulfilment.allocate';

/** What customers ask of lots, and lots that are kept for one of them. */
export default function CustomerTerms() {
  const t = useText(text);
  const lacks = useLacks();
  const [asking, setAsking] = useState<'rule' | 'reserve' | null>(null);
  return (
    <PageBody>
      <PageHeader
        title={t('terms')}
        description={t('terms_hint')}
        actions={
          <>
            <BlockedButton blocked={lacks(lacksOf)} onClick={() => setAsking('reserve')}>
              {t('reserve')}
            </BlockedButton>
            <BlockedButton type="primary" blocked={lacks(lacksOf)} onClick={() => setAsking('rule')}>
              {t('new_rule')}
            </BlockedButton>
          </>
        }
      />
      <Rules />
      <ReservedLots />
      {asking === 'rule' ? <RuleDialog onClose={() => setAsking(null)} /> : null}
      {asking === 'reserve' ? <ReserveDialog onClose={() => setAsking(null)} /> : null}
    </PageBody>
  );
}

function Rules() {
  const t = useText(text);
  const { rows, error, refetch } = useRows(listCustomerRules, {});
  const end = useAction(endCustomerRule, { invalidates: ['fulfilment'] });
  const scopeOf = (rule: Rule) =>
    rule.item_code ? `${rule.item_code} ${rule.item_name}` : (rule.category ?? t('all_items'));
  const yes = (value: boolean) => (value ? '✓' : '');
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!rows) return <LoadingState />;
  return (
    <Section title={t('terms')} flush>
      {end.error ? <ProblemView error={end.error} /> : null}
      {rows.length === 0 ? (
        <EmptyState title={t('no_rules')} />
      ) : (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('customer')}</th>
                <th>{t('scope')}</th>
                <th className="tc-num">{t('min_days')}</th>
                <th className="tc-num">{t('min_pct')}</th>
                <th>{t('one_lot')}</th>
                <th>{t('same_lot')}</th>
                <th>{t('note')}</th>
                <th>
                  <span className="tc-visually-hidden">{t('end')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((rule) => (
                <tr key={rule.customer_rule_id}>
                  <td>{rule.partner_name}</td>
                  <td>{scopeOf(rule)}</td>
                  <td className="tc-num">{rule.min_remaining_days ?? ''}</td>
                  <td className="tc-num">{rule.min_remaining_pct ?? ''}</td>
                  <td>{yes(rule.one_lot)}</td>
                  <td>{yes(rule.same_lot)}</td>
                  <td>{rule.note}</td>
                  <td>
                    <Button
                      size="small"
                      loading={end.busy}
                      onClick={() =>
                        void end.run({ customer_rule_id: rule.customer_rule_id }).catch(() => undefined)
                      }
                    >
                      {t('end')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Section>
  );
}

function ReservedLots() {
  const t = useText(text);
  const { rows, error, refetch } = useRows(listReservedLots, {});
  const [ending, setEnding] = useState<Reserved | null>(null);
  const release = useAction(releaseReservedLot, {
    invalidates: ['fulfilment'],
    onSuccess: () => setEnding(null),
  });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!rows) return <LoadingState />;
  return (
    <Section title={t('reserved')} flush>
      {rows.length === 0 ? (
        <EmptyState title={t('no_reserved')} />
      ) : (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('customer')}</th>
                <th>{t('item')}</th>
                <th>{t('lot')}</th>
                <th>{t('until')}</th>
                <th>{t('reason')}</th>
                <th>
                  <span className="tc-visually-hidden">{t('release')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.reserved_lot_id}>
                  <td>{row.partner_name}</td>
                  <td>
                    {row.item_code} {row.item_name}
                  </td>
                  <td>{row.lot_no}</td>
                  <td>{row.until}</td>
                  <td>{row.reason}</td>
                  <td>
                    <Button size="small" onClick={() => setEnding(row)}>
                      {t('release')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <ConfirmWithReason
        open={ending !== null}
        title={`${t('release')} ${ending?.lot_no ?? ''}`}
        onCancel={() => setEnding(null)}
        onConfirm={(reason) => release.run({ reserved_lot_id: ending!.reserved_lot_id, reason })}
      >
        {release.error ? <ProblemView error={release.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
