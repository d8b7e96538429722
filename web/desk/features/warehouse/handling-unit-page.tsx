import { useParams } from '@tanstack/react-router';
import { getHandlingUnit, moveHandlingUnit, pack, unpack } from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  type Disposition,
  DispositionChip,
  EmptyState,
  formatDate,
  formatInteger,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { type Balance, BalancePicker, BinPicker } from './choose.tsx';
import { UnitLabels } from './unit-labels.tsx';
import { text } from './unit-text.ts';
import './warehouse.css';

type Unit = OutputFor<typeof getHandlingUnit>;
const AFFECTS = ['warehouse', 'stock'] as const;

/** One handling unit: what is in it, and packing, taking out, moving and labelling it. */
export default function HandlingUnitPage() {
  const { handling_unit_id } = useParams({ strict: false }) as { handling_unit_id: string };
  const { data, error, refetch } = useVerb(getHandlingUnit, { handling_unit_id: Number(handling_unit_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded unit={data} /> : <LoadingState />;
}

function Loaded({ unit }: { unit: Unit }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const [printing, setPrinting] = useState(false);
  const takeOut = useAction(unpack, { invalidates: AFFECTS });
  const { handling_unit_id } = unit;
  const blocked = lacks('stock.post_movement');
  const run = (input: Parameters<typeof takeOut.run>[0]) => void takeOut.run(input).catch(() => undefined);
  return (
    <PageBody>
      <PageHeader
        title={unit.sscc}
        status={
          <StatusChip tone={unit.status === 'open' ? 'accent' : 'neutral'}>
            {t(`s_${unit.status}` as 's_open')}
          </StatusChip>
        }
        description={`${t('place')} ${unit.location_code ?? '—'}`}
        actions={
          <>
            <Button onClick={() => setPrinting(true)}>{t('print')}</Button>
            {unit.lines.length > 0 ? (
              <BlockedButton
                danger
                blocked={blocked}
                loading={takeOut.busy}
                onClick={() => run({ handling_unit_id })}
              >
                {t('unpack_all')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      {takeOut.error ? <LineProblem error={takeOut.error} /> : null}
      <Section title={t('content')} flush>
        {unit.lines.length === 0 ? <EmptyState title={t('empty')} /> : null}
        {unit.lines.length > 0 ? (
          <TableScroll>
            <table className="tc-table">
              <thead>
                <tr>
                  <th>{t('item')}</th>
                  <th>{t('lot')}</th>
                  <th>{t('expiry')}</th>
                  <th>{t('disposition')}</th>
                  <th className="tc-num">{t('qty')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {unit.lines.map((line) => (
                  <tr key={`${line.item_id}|${line.lot_id}|${line.owner_id}|${line.disposition}`}>
                    <td>
                      {line.item_code} {line.item_name}
                    </td>
                    <td>
                      <Link to={`/stock/trace/${line.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
                    </td>
                    <td>{line.expiry_date ? formatDate(line.expiry_date, language) : '—'}</td>
                    <td>
                      <DispositionChip disposition={line.disposition as Disposition} />
                    </td>
                    <td className="tc-num">{formatInteger(line.qty, language)}</td>
                    <td>
                      <BlockedButton
                        size="small"
                        blocked={blocked}
                        onClick={() => {
                          const { item_id, lot_id, owner_id, disposition, qty, serial_nos } = line;
                          const numbers = serial_nos.length > 0 ? { serial_nos } : {};
                          run({
                            handling_unit_id,
                            lines: [{ item_id, lot_id, owner_id, disposition, qty, ...numbers }],
                          });
                        }}
                      >
                        {t('unpack')}
                      </BlockedButton>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        ) : null}
      </Section>
      {unit.status === 'open' && unit.warehouse_id !== null ? (
        <>
          <Pack unit={unit} warehouse_id={unit.warehouse_id} />
          <Move unit={unit} warehouse_id={unit.warehouse_id} />
        </>
      ) : null}
      {printing ? <UnitLabels unit_ids={[handling_unit_id]} onClose={() => setPrinting(false)} /> : null}
    </PageBody>
  );
}

type PartProps = { readonly unit: Unit; readonly warehouse_id: number };

function Pack({ unit, warehouse_id }: PartProps) {
  const t = useText(text);
  const lacks = useLacks();
  const [item_id, setItem] = useState<number>();
  const [balance, setBalance] = useState<Balance>();
  const [qty, setQty] = useState<number | null>(null);
  const [serials, setSerials] = useState('');
  const put = useAction(pack, {
    invalidates: AFFECTS,
    onSuccess: () => {
      setBalance(undefined);
      setQty(null);
      setSerials('');
    },
  });
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const submit = () => {
    const { item_id: item, lot_id, owner_id, disposition } = balance!;
    const numbers = serial_nos.length > 0 ? { serial_nos } : {};
    const line = { item_id: item, lot_id, owner_id, disposition, qty: qty!, ...numbers };
    void put.run({ handling_unit_id: unit.handling_unit_id, lines: [line] }).catch(() => undefined);
  };
  const missing = missingFields([
    [balance !== undefined, t('stock')],
    [qty !== null, t('qty')],
  ]);
  return (
    <Section title={t('pack')} extra={<span className="tc-muted">{t('pack_hint')}</span>}>
      {put.error ? <LineProblem error={put.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('item')} required>
          {(id) => (
            <ItemPicker
              id={id}
              value={item_id}
              onChange={(next) => {
                setItem(next);
                setBalance(undefined);
              }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('stock')} required>
          {(id) => (
            <BalancePicker
              id={id}
              warehouse_id={warehouse_id}
              item_id={item_id}
              keep={(row) => row.account_id === unit.account_id}
              value={balance}
              onChange={setBalance}
            />
          )}
        </LabelledField>
        <LabelledField label={t('qty')} required>
          {(id) => <InputNumber id={id} min={1} precision={0} value={qty} onChange={setQty} />}
        </LabelledField>
        <LabelledField label={t('serials')}>
          {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
        </LabelledField>
      </div>
      <div className="tc-form-foot">
        <BlockedButton
          type="primary"
          blocked={[...lacks('stock.post_movement'), ...missing]}
          loading={put.busy}
          onClick={submit}
        >
          {t('pack')}
        </BlockedButton>
      </div>
    </Section>
  );
}

function Move({ unit, warehouse_id }: PartProps) {
  const t = useText(text);
  const lacks = useLacks();
  const [to_account_id, setPlace] = useState<number>();
  const move = useAction(moveHandlingUnit, { invalidates: AFFECTS });
  const submit = () =>
    void move
      .run({ handling_unit_id: unit.handling_unit_id, to_account_id: to_account_id! })
      .catch(() => undefined);
  return (
    <Section title={t('move')}>
      {move.error ? <LineProblem error={move.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('to_place')} required>
          {(id) => (
            <BinPicker id={id} warehouse_id={warehouse_id} value={to_account_id} onChange={setPlace} />
          )}
        </LabelledField>
      </div>
      <div className="tc-form-foot">
        <BlockedButton
          blocked={[
            ...lacks('stock.post_movement'),
            ...missingFields([[to_account_id !== undefined, t('to_place')]]),
          ]}
          loading={move.busy}
          onClick={submit}
        >
          {t('move')}
        </BlockedButton>
      </div>
    </Section>
  );
}
