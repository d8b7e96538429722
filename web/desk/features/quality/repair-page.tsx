import { useParams } from '@tanstack/react-router';
import {
  closeRepair,
  decideRepair,
  getRepair,
  lendDevice,
  listBalances,
  listPartners,
  type OutputOf,
  quoteRepair,
  receiveRepair,
  returnDevice,
  sendRepair,
  useParts as usePartsVerb,
} from '@tongcang/contract';
import { Checkbox, Input, InputNumber, Segmented, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatMoney,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { RepairState } from './disposal-states.tsx';
import { text } from './disposal-text.ts';

type Repair = OutputOf<typeof getRepair>;
type Step = 'send' | 'quote' | 'receive' | 'lend' | 'use_part' | 'close';
const MOVES = { invalidates: ['quality', 'stock', 'insight'] };

export default function RepairPage() {
  const { repair_id } = useParams({ strict: false }) as { repair_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getRepair, { repair_id: Number(repair_id) });
  const [step, setStep] = useState<Step | null>(null);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  const close = () => setStep(null);
  return (
    <PageBody>
      <PageHeader
        title={`${t('repair')} ${data.document_no}`}
        status={<RepairState status={data.status} />}
        description={data.fault}
        meta={<Facts repair={data} />}
        actions={<Steps repair={data} onStep={setStep} />}
      />
      <Parts repair={data} />
      <Loaners repair={data} />
      {step === 'send' ? <Send repair={data} onClose={close} /> : null}
      {step === 'quote' ? <Quote repair={data} onClose={close} /> : null}
      {step === 'receive' ? <Receive repair={data} onClose={close} /> : null}
      {step === 'lend' ? <Lend repair={data} onClose={close} /> : null}
      {step === 'use_part' ? <UsePart repair={data} onClose={close} /> : null}
      {step === 'close' ? <Close repair={data} onClose={close} /> : null}
    </PageBody>
  );
}

function Facts({ repair }: { repair: Repair }) {
  const t = useText(text);
  const zone = useZone();
  const language = useLanguage();
  const money = (fen: number | null) => (fen === null ? null : formatMoney(fen, language));
  const facts: readonly (string | null)[] = [
    `${repair.item_code} ${repair.item_name}`,
    `${t('serial')} ${repair.serial_no}`,
    repair.warehouse_name,
    repair.department_name,
    repair.workshop_name,
    repair.warranty_until && `${t('warranty_until')} ${repair.warranty_until}`,
    repair.under_warranty ? t('under_warranty') : null,
    repair.quote_fen === null ? null : `${t('quote_yuan')} ${money(repair.quote_fen)}`,
    repair.cost_fen === null ? null : `${t('cost_yuan')} ${money(repair.cost_fen)}`,
    repair.outcome && t(`o_${repair.outcome}`),
    repair.work_done,
    `${repair.opened_by_name} ${formatInstant(repair.opened_at, zone)}`,
  ];
  return <>{facts.filter(Boolean).join(' · ')}</>;
}

function Steps({ repair, onStep }: { repair: Repair; onStep: (step: Step) => void }) {
  const t = useText(text);
  const lacks = useLacks();
  const missing = lacks('quality.repair');
  const decide = useAction(decideRepair);
  const { repair_id, status } = repair;
  const own =
    missing.length === 0 && repair.quoted_by_me ? [{ code: 'quality.own_quote', params: {} }] : missing;
  const button = (step: Step, primary = false) => (
    <BlockedButton
      key={step}
      blocked={missing}
      {...(primary ? { type: 'primary' as const } : {})}
      onClick={() => onStep(step)}
    >
      {t(step)}
    </BlockedButton>
  );
  const run = (accept: boolean) => void decide.run({ repair_id, accept }).catch(() => undefined);
  const under_way = status !== 'closed' && status !== 'cancelled';
  return (
    <>
      {under_way ? button('use_part') : null}
      {under_way && repair.department_name !== null ? button('lend') : null}
      {status === 'opened' ? button('close') : null}
      {status === 'opened' ? button('send', true) : null}
      {status === 'sent' || status === 'quoted' ? button('quote', status === 'sent') : null}
      {status === 'quoted' ? (
        <>
          <BlockedButton blocked={own} onClick={() => run(false)}>
            {t('decline')}
          </BlockedButton>
          <BlockedButton type="primary" blocked={own} onClick={() => run(true)}>
            {t('accept')}
          </BlockedButton>
        </>
      ) : null}
      {status === 'sent' || status === 'accepted' || status === 'declined'
        ? button('receive', status !== 'sent')
        : null}
      {status === 'returned' ? button('close', true) : null}
      {decide.error ? <ProblemView error={decide.error} /> : null}
    </>
  );
}

type DialogProps = { readonly repair: Repair; readonly onClose: () => void };
type StepDialogProps = {
  readonly step: Step;
  readonly no: string;
  readonly error: unknown;
  readonly ready: boolean;
  readonly run: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A step of a repair: its fields, and what the server says against it. */
function StepDialog({ step, no, error, ready, run, onClose, children }: StepDialogProps) {
  const t = useText(text);
  const [asked, setAsked] = useState(false);
  const confirm = async () => {
    setAsked(true);
    if (!ready) throw new Error('incomplete');
    await run();
    onClose();
  };
  return (
    <ConfirmWithReason
      open
      reason_min={0}
      title={`${t(step)} ${no}`}
      confirm_label={t(step)}
      onConfirm={confirm}
      onCancel={onClose}
    >
      {children}
      {asked && !ready ? <p role="alert">{t('needed')}</p> : null}
      {error ? <ProblemView error={error} /> : null}
    </ConfirmWithReason>
  );
}

function Send({ repair, onClose }: DialogProps) {
  const t = useText(text);
  const send = useAction(sendRepair, MOVES);
  const [workshop_id, setWorkshop] = useState<number>();
  const { data } = useVerb(listPartners, { limit: 1000 });
  const options = (data?.rows ?? [])
    .filter((row) => row.kind === 'supplier' || row.kind === 'manufacturer')
    .map((row) => ({ value: row.partner_id, label: row.name }));
  return (
    <StepDialog
      step="send"
      no={repair.document_no}
      error={send.error}
      ready={workshop_id !== undefined}
      run={() => send.run({ repair_id: repair.repair_id, workshop_id: workshop_id! })}
      onClose={onClose}
    >
      <LabelledField label={t('workshop')} required>
        {(id) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            options={options}
            value={workshop_id}
            onChange={setWorkshop}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
    </StepDialog>
  );
}

function Quote({ repair, onClose }: DialogProps) {
  const t = useText(text);
  const quote = useAction(quoteRepair);
  const [yuan, setYuan] = useState<number | null>(null);
  const [under_warranty, setWarranty] = useState(false);
  const [note, setNote] = useState('');
  const run = () =>
    quote.run({
      repair_id: repair.repair_id,
      quote_fen: Math.round((yuan ?? 0) * 100),
      under_warranty,
      note,
    });
  return (
    <StepDialog
      step="quote"
      no={repair.document_no}
      error={quote.error}
      ready={yuan !== null}
      run={run}
      onClose={onClose}
    >
      <LabelledField label={t('quote_yuan')} required>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            precision={2}
            value={yuan}
            onChange={setYuan}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <Checkbox checked={under_warranty} onChange={(event) => setWarranty(event.target.checked)}>
        {t('under_warranty')}
      </Checkbox>
      <LabelledField label={t('note')}>
        {(id) => (
          <Input id={id} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </LabelledField>
    </StepDialog>
  );
}

function Receive({ repair, onClose }: DialogProps) {
  const t = useText(text);
  const receive = useAction(receiveRepair, MOVES);
  const [outcome, setOutcome] = useState<'repaired' | 'unrepaired'>('repaired');
  const [work_done, setWork] = useState('');
  const [yuan, setYuan] = useState<number | null>(0);
  const run = () =>
    receive.run({ repair_id: repair.repair_id, outcome, work_done, cost_fen: Math.round((yuan ?? 0) * 100) });
  return (
    <StepDialog
      step="receive"
      no={repair.document_no}
      error={receive.error}
      ready={work_done.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      <Segmented
        aria-label={t('outcome')}
        value={outcome}
        options={(['repaired', 'unrepaired'] as const).map((value) => ({ value, label: t(`o_${value}`) }))}
        onChange={setOutcome}
      />
      <LabelledField label={t('work_done')} required>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={3}
            maxLength={1000}
            value={work_done}
            onChange={(event) => setWork(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t('cost_yuan')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            precision={2}
            value={yuan}
            onChange={setYuan}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
    </StepDialog>
  );
}

function Lend({ repair, onClose }: DialogProps) {
  const t = useText(text);
  const lend = useAction(lendDevice, MOVES);
  const [item_id, setItem] = useState<number | undefined>(repair.item_id);
  const [serial_no, setSerial] = useState('');
  const [due_on, setDue] = useState('');
  const run = () =>
    lend.run({ repair_id: repair.repair_id, item_id: item_id!, serial_no: serial_no.trim(), due_on });
  const ready = item_id !== undefined && serial_no.trim() !== '' && due_on !== '';
  return (
    <StepDialog
      step="lend"
      no={repair.document_no}
      error={lend.error}
      ready={ready}
      run={run}
      onClose={onClose}
    >
      <LabelledField label={t('item')} required>
        {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
      </LabelledField>
      <LabelledField label={t('serial')} required>
        {(id) => (
          <Input
            id={id}
            maxLength={20}
            value={serial_no}
            onChange={(event) => setSerial(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t('due_on')} required>
        {(id) => (
          <Input id={id} type="date" value={due_on} onChange={(event) => setDue(event.target.value)} />
        )}
      </LabelledField>
    </StepDialog>
  );
}

function UsePart({ repair, onClose }: DialogProps) {
  const t = useText(text);
  const use = useAction(usePartsVerb, MOVES);
  const [item_id, setItem] = useState<number>();
  const [chosen, setChosen] = useState<string>();
  const [qty, setQty] = useState<number | null>(1);
  const [serials, setSerials] = useState('');
  const { data } = useVerb(
    listBalances,
    { warehouse_id: repair.warehouse_id, item_id: item_id ?? 0, disposition: 'released' },
    { enabled: item_id !== undefined },
  );
  const balances = (data?.rows ?? []).filter((row) => row.account_kind === 'bin' && row.available > 0);
  const keyOf = (row: (typeof balances)[number]) => `${row.lot_id}|${row.account_id}`;
  const balance = balances.find((row) => keyOf(row) === chosen);
  const run = () => {
    const { item_id, lot_id, account_id } = balance!;
    const serial_nos = serials.split(/\s+/).filter(Boolean);
    return use.run({
      repair_id: repair.repair_id,
      lines: [{ item_id, lot_id, account_id, qty: qty ?? 0, serial_nos }],
    });
  };
  return (
    <StepDialog
      step="use_part"
      no={repair.document_no}
      error={use.error}
      ready={balance !== undefined && (qty ?? 0) > 0}
      run={run}
      onClose={onClose}
    >
      <LabelledField label={t('item')} required>
        {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
      </LabelledField>
      <LabelledField label={t('lot')} required>
        {(id) => (
          <Select
            id={id}
            value={chosen}
            onChange={setChosen}
            options={balances.map((row) => ({
              value: keyOf(row),
              label: `${row.lot_no} · ${row.location_code} · ${row.available}`,
            }))}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <LabelledField label={t('qty')} required>
        {(id) => <InputNumber id={id} min={1} precision={0} value={qty} onChange={setQty} />}
      </LabelledField>
      <LabelledField label={t('serial')}>
        {(id) => <Input id={id} value={serials} onChange={(event) => setSerials(event.target.value)} />}
      </LabelledField>
    </StepDialog>
  );
}

function Close({ repair, onClose }: DialogProps) {
  const t = useText(text);
  const close = useAction(closeRepair);
  return (
    <ConfirmWithReason
      open
      title={t('close_title', { no: repair.document_no })}
      confirm_label={t('close')}
      onConfirm={async (note) => {
        await close.run({ repair_id: repair.repair_id, note });
        onClose();
      }}
      onCancel={onClose}
    >
      {close.error ? <ProblemView error={close.error} /> : null}
    </ConfirmWithReason>
  );
}

function Parts({ repair }: { repair: Repair }) {
  const t = useText(text);
  const zone = useZone();
  if (repair.parts.length === 0) return <Section title={t('parts')}>{t('no_parts')}</Section>;
  return (
    <Section title={t('parts')}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('item')}</th>
              <th scope="col">{t('lot')}</th>
              <th scope="col">{t('serial')}</th>
              <th scope="col">{t('opened_at')}</th>
              <th scope="col" className="tc-num">
                {t('qty')}
              </th>
            </tr>
          </thead>
          <tbody>
            {repair.parts.map((part) => (
              <tr key={part.repair_part_id}>
                <td>
                  {part.item_code} {part.item_name}
                </td>
                <td>{part.lot_no}</td>
                <td>{part.serial_nos.join(' ')}</td>
                <td>{formatInstant(part.used_at, zone)}</td>
                <td className="tc-num">{part.qty}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Loaners({ repair }: { repair: Repair }) {
  const t = useText(text);
  const lacks = useLacks();
  const back = useAction(returnDevice, MOVES);
  if (repair.loaners.length === 0) return <Section title={t('loaners')}>{t('no_loaners')}</Section>;
  const take = (loaner_id: number) =>
    void back.run({ repair_id: repair.repair_id, loaner_id }).catch(() => undefined);
  return (
    <Section title={t('loaners')}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('item')}</th>
              <th scope="col">{t('serial')}</th>
              <th scope="col">{t('due_on')}</th>
              <th scope="col">{t('status')}</th>
            </tr>
          </thead>
          <tbody>
            {repair.loaners.map((loaner) => (
              <tr key={loaner.loaner_id}>
                <td>
                  {loaner.item_code} {loaner.item_name}
                </td>
                <td>{loaner.serial_no}</td>
                <td>{loaner.due_on}</td>
                <td>
                  {loaner.returned_at === null ? (
                    <>
                      <StatusChip tone={loaner.overdue ? 'bad' : 'warn'}>
                        {t(loaner.overdue ? 'late' : 'lent')}
                      </StatusChip>{' '}
                      <BlockedButton
                        size="small"
                        blocked={lacks('quality.repair')}
                        loading={back.busy}
                        onClick={() => take(loaner.loaner_id)}
                      >
                        {t('take_back')}
                      </BlockedButton>
                    </>
                  ) : (
                    <StatusChip tone="ok">{t('back')}</StatusChip>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {back.error ? <ProblemView error={back.error} /> : null}
    </Section>
  );
}
