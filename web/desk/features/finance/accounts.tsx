import { FLOWS, type InputOf, listAccounts, setAccounts } from '@tongcang/contract';
import { App, Input, Switch } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, TableScroll, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { text } from './text.ts';

type Rule = InputOf<typeof setAccounts>['lines'][number];
const inOrder = (a: Rule, b: Rule) => FLOWS.indexOf(a.flow) - FLOWS.indexOf(b.flow);
const FIELDS = ['debit_code', 'debit_name', 'credit_code', 'credit_name'] as const;

export default function Accounts() {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const { data, error, refetch } = useVerb(listAccounts, {});
  const [changed, setChanged] = useState<ReadonlyMap<string, Rule>>(new Map());
  const [freight, setFreight] = useState<boolean | null>(null);
  const save = useAction(setAccounts);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  const run = async () => {
    const input = { lines: [...changed.values()], ...(freight === null ? {} : { freight_in_cost: freight }) };
    await save.run(input);
    setChanged(new Map());
    setFreight(null);
    void message.success(t('saved'));
  };
  return (
    <PageBody>
      <PageHeader
        title={t('accounts')}
        description={t('accounts_hint')}
        actions={
          <BlockedButton
            type="primary"
            loading={save.busy}
            blocked={lacks('finance.close')}
            disabled={changed.size === 0 && freight === null}
            onClick={() => void run().catch(() => undefined)}
          >
            {t('save')}
          </BlockedButton>
        }
      />
      {save.error ? <ProblemView error={save.error} /> : null}
      <Section>
        <p>
          <Switch
            aria-label={t('freight_in_cost')}
            checked={freight ?? data?.freight_in_cost ?? false}
            onChange={setFreight}
          />{' '}
          {t('freight_in_cost')} <span className="tc-muted">{t('freight_hint')}</span>
        </p>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('flow')}</th>
                {FIELDS.map((field) => (
                  <th key={field} scope="col">
                    {t(field)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(data?.rows ?? []).toSorted(inOrder).map((row) => {
                const rule = changed.get(row.flow) ?? row;
                return (
                  <tr key={row.flow}>
                    <th scope="row">{t(`f_${row.flow}`)}</th>
                    {FIELDS.map((field) => (
                      <td key={field}>
                        <Input
                          aria-label={`${t(`f_${row.flow}`)} ${t(field)}`}
                          value={rule[field]}
                          onChange={(event) =>
                            setChanged(
                              new Map(changed).set(row.flow, { ...rule, [field]: event.target.value }),
                            )
                          }
                        />
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableScroll>
      </Section>
    </PageBody>
  );
}
