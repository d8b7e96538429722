import {
  listBalances,
  listItems,
  listLocations,
  moveHandlingUnit,
  postMovement,
  reverseMovement,
} from '@tongcang/contract';
import { App, Button, InputNumber, Radio, Select } from 'antd';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  Columns,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
  EmptyState,
  formatInteger,
  KeyValue,
  PageBody,
  PageHeader,
  ScanInput,
  type ScanOutcome,
  Section,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type InputFor, type RowOf, useAction, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { Expiry, useToday } from './expiry.tsx';
import { LineProblem } from './line-problem.tsx';
import { OneWarehouse } from './one-warehouse.tsx';
import { useResolve } from './resolve.ts';
import { stockText } from './text.ts';
import { balanceKey } from './words.ts';

type Balance = RowOf<typeof listBalances>;
type Posted = {
  readonly movement_id: number;
  readonly text: string;
  readonly reversed: boolean;
};
const address = z.object({
  item: z.coerce.number().int().positive().optional(),
  lot: z.coerce.number().int().positive().optional(),
});

export default function MovePage() {
  const t = useText(stockText);
  return (
    <PageBody>
      <PageHeader title={t('move_title')} description={t('move_text')} />
      <OneWarehouse>
        {(warehouse) => <MoveWork key={warehouse.warehouse_id} warehouse={warehouse} />}
      </OneWarehouse>
    </PageBody>
  );
}

type Unit = { readonly handling_unit_id: number; readonly sscc: string };
/** The number as it stands on the label. */
const ssccText = (raw: string): string => raw.replace(/\D/g, '').slice(-18);

/** Goods first, then the bin: two scans and a quantity make a movement. */
function MoveWork({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(stockText);
  const language = useLanguage();
  const { message } = App.useApp();
  const lacks = useLacks();
  const resolve = useResolve(warehouse.warehouse_id);
  const [at, setAt] = useUrlState(address);
  const [source, setSource] = useState<string>();
  const [qty, setQty] = useState<number | null>(null);
  const [to, setTo] = useState<number>();
  const [serials, setSerials] = useState<readonly string[]>([]);
  /** Pieces in the packs that were scanned of the lot. */
  const [packs, setPacks] = useState<{ readonly lot: number; readonly units: number }>();
  /** A pallet that waits for its bin; it moves with all that is in it. */
  const [unit, setUnit] = useState<Unit | null>(null);
  const [posted, setPosted] = useState<readonly Posted[]>([]);
  const places = useVerb(listLocations, { warehouse_id: warehouse.warehouse_id });
  const balances = useVerb(
    listBalances,
    { warehouse_id: warehouse.warehouse_id, item_id: at.item ?? 0, lot_id: at.lot ?? 0, limit: 100 },
    { enabled: Boolean(at.item && at.lot) },
  );
  const rows = (balances.data?.rows ?? []).filter(
    (row) => row.account_kind === 'bin' && row.qty > row.allocated,
  );
  const from = rows.find((row) => balanceKey(row) === source) ?? (rows.length === 1 ? rows[0] : undefined);
  const free = from ? from.qty - from.allocated : 0;
  const packed = packs !== undefined && packs.lot === at.lot ? packs.units : free;
  const amount = serials.length > 0 ? serials.length : (qty ?? Math.min(packed, free));
  const about = useVerb(listItems, { item_id: at.item ?? 0, limit: 1 }, { enabled: at.item !== undefined });
  const by_serial = serials.length > 0 || about.data?.rows[0]?.tracking === 'serial';
  const relocate = useAction(moveHandlingUnit, { invalidates: ['stock', 'warehouse', 'insight'] });
  const describe = useProblemText();
  const post = useAction(postMovement, { invalidates: ['stock', 'quality', 'insight'] });
  const restart = () => {
    setAt({ item: undefined, lot: undefined });
    setSource(undefined);
    setQty(null);
    setTo(undefined);
    setSerials([]);
    setPacks(undefined);
    setUnit(null);
    post.reset();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another lot is another piece of work.
  useEffect(() => {
    setSource(undefined);
    setQty(null);
    setSerials([]);
  }, [at.lot]);

  const moveUnit = async (moved: Unit, to_account_id: number): Promise<ScanOutcome> => {
    try {
      await relocate.run({ handling_unit_id: moved.handling_unit_id, to_account_id });
    } catch (error) {
      return { ok: false, text: describe(error) };
    }
    setUnit(null);
    const text = t('move_unit_done', { sscc: moved.sscc, to: codeOf(places.data?.rows, to_account_id) });
    void message.success(text);
    return { ok: true, text };
  };
  const onScan = async (raw: string): Promise<ScanOutcome> => {
    const found = await resolve(raw);
    if (!found.ok) return { ok: false, text: found.text };
    const { it } = found;
    if (it.handling_unit_id !== null) {
      restart();
      setUnit({ handling_unit_id: it.handling_unit_id, sscc: ssccText(raw) });
      return { ok: true, text: t('move_unit', { sscc: ssccText(raw) }) };
    }
    if (it.kind === 'location') {
      if (unit !== null) return moveUnit(unit, it.account_id!);
      if (!from) return { ok: false, text: t('need_goods_first') };
      setTo(it.account_id ?? undefined);
      return { ok: true, text: `${t('move_to')} ${codeOf(places.data?.rows, it.account_id)}` };
    }
    if (it.item_id === null || it.lot_id === null) return { ok: false, text: t('move_scan_goods') };
    setUnit(null);
    const same = it.lot_id === at.lot;
    if (!same) setAt({ item: it.item_id, lot: it.lot_id });
    const { lot_id: lot, units } = it;
    if (units !== null && units > 1)
      setPacks((before) => ({ lot, units: (before?.lot === lot ? before.units : 0) + units }));
    if (it.serial_no) setSerials((before) => [...new Set([...(same ? before : []), it.serial_no!])]);
    return { ok: true, text: `${it.item_code} ${it.lot_no}` };
  };
  const submit = async () => {
    if (!from || !to) return;
    const purpose = from.zone_kind === 'receiving' ? 'putaway' : 'relocate';
    const input: InputFor<typeof postMovement> = {
      purpose,
      lines: [
        {
          item_id: from.item_id,
          lot_id: from.lot_id,
          qty: amount,
          from_account_id: from.account_id,
          to_account_id: to,
          owner_id: from.owner_id,
          from_disposition: from.disposition,
          ...(serials.length > 0 ? { serial_nos: [...serials] } : {}),
        },
      ],
    };
    try {
      const { movement_id } = await post.run(input);
      const text = t('move_done', {
        qty: formatInteger(amount, language),
        unit: from.unit,
        from: from.location_code ?? '',
        to: codeOf(places.data?.rows, to),
      });
      setPosted((before) => [
        { movement_id, text: `${from.item_code} ${from.lot_no} · ${text}`, reversed: false },
        ...before,
      ]);
      void message.success(text);
      restart();
    } catch {
      // What was refused is shown beside the form, with everything still filled in.
    }
  };
  return (
    <>
      <ScanInput
        label={t(from || unit ? 'move_scan_place' : 'move_scan_goods')}
        onScan={({ raw }) => onScan(raw)}
      />
      <Columns min={420}>
        <Section
          title={t('move_source')}
          extra={
            <Button size="small" onClick={restart}>
              {t('move_restart')}
            </Button>
          }
        >
          {unit !== null ? (
            <EmptyState title={t('move_unit', { sscc: unit.sscc })} />
          ) : at.lot === undefined ? (
            <EmptyState title={t('move_scan_goods')} />
          ) : balances.error ? (
            <ProblemView error={balances.error} />
          ) : balances.data && rows.length === 0 ? (
            <EmptyState title={t('move_none')} />
          ) : (
            <Sources rows={rows} chosen={from} onChoose={setSource} />
          )}
        </Section>
        <Section title={t('move_to')}>
          <div className="tc-stack">
            <Select
              aria-label={t('move_to')}
              placeholder={t('move_scan_place')}
              showSearch={{ optionFilterProp: 'label' }}
              value={to}
              onChange={setTo}
              options={(places.data?.rows ?? [])
                .filter((row) => row.account_id !== null && row.account_id !== from?.account_id)
                .map((row) => ({ value: row.account_id!, label: row.location_code }))}
            />
            <div className="tc-bar">
              <InputNumber
                aria-label={t('move_qty')}
                min={1}
                max={free || 1}
                precision={0}
                disabled={!from || serials.length > 0}
                value={from ? amount : null}
                onChange={setQty}
                prefix={<span className="tc-muted">{t('move_qty')}</span>}
                style={{ width: 160 }}
                {...(from ? { suffix: from.unit } : {})}
              />
              {by_serial ? (
                <Select
                  mode="tags"
                  open={false}
                  suffixIcon={null}
                  className="tc-grow"
                  aria-label={t('serials')}
                  placeholder={`${t('serials')}：${t('serials_hint')}`}
                  tokenSeparators={[' ', ',', '\n', '\t']}
                  value={[...serials]}
                  onChange={(next: string[]) => setSerials(next)}
                />
              ) : null}
            </div>
            <BlockedButton
              type="primary"
              size="large"
              blocked={[
                ...lacks('stock.post'),
                ...missingFields([
                  [from !== undefined, t('move_source')],
                  [to !== undefined, t('move_to')],
                  [from === undefined || amount > 0, t('move_qty')],
                ]),
              ]}
              loading={post.busy}
              onClick={() => void submit()}
            >
              {t('move_post')}
            </BlockedButton>
            {post.error ? <LineProblem error={post.error} /> : null}
          </div>
        </Section>
      </Columns>
      <Recent
        posted={posted}
        onReversed={(id) =>
          setPosted((before) =>
            before.map((one) => (one.movement_id === id ? { ...one, reversed: true } : one)),
          )
        }
      />
    </>
  );
}

const codeOf = (
  rows: readonly { account_id: number | null; location_code: string }[] | undefined,
  account_id: number | null | undefined,
): string => rows?.find((row) => row.account_id === account_id)?.location_code ?? String(account_id ?? '');

type SourcesProps = {
  readonly rows: readonly Balance[];
  readonly chosen: Balance | undefined;
  readonly onChoose: (key: string) => void;
};

function Sources({ rows, chosen, onChoose }: SourcesProps) {
  const t = useText(stockText);
  const language = useLanguage();
  const today = useToday();
  const first = rows[0];
  return (
    <div className="tc-detail">
      {first ? (
        <KeyValue
          facts={[
            { label: t('item_name'), value: `${first.item_code} ${first.item_name}`, wide: true },
            { label: t('lot_no'), value: <code>{first.lot_no}</code> },
            { label: t('expiry'), value: <Expiry date={first.expiry_date} today={today} /> },
          ]}
        />
      ) : null}
      <Radio.Group
        className="tc-radio-list"
        aria-label={t('move_choose')}
        value={chosen ? balanceKey(chosen) : undefined}
        onChange={(event) => onChoose(String(event.target.value))}
        options={rows.map((row) => ({
          value: balanceKey(row),
          label: (
            <span className="tc-source">
              <strong>{row.location_code}</strong>
              <DispositionChip disposition={row.disposition as Disposition} />
              <span>
                {formatInteger(row.qty - row.allocated, language)} {row.unit}
              </span>
              <span className="tc-muted">{row.owner_name}</span>
            </span>
          ),
        }))}
      />
    </div>
  );
}

type RecentProps = { readonly posted: readonly Posted[]; readonly onReversed: (movement_id: number) => void };

/** What was posted just now; a slip is taken back by a movement the other way, named as such. */
function Recent({ posted, onReversed }: RecentProps) {
  const t = useText(stockText);
  const [undoing, setUndoing] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const reverse = useAction(reverseMovement, { invalidates: ['stock', 'quality', 'insight'] });
  if (posted.length === 0) return null;
  const confirm = async (reason: string) => {
    setProblem(null);
    try {
      await reverse.run({ movement_id: undoing!, reason });
      onReversed(undoing!);
      setUndoing(null);
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  return (
    <Section title={t('move_recent')}>
      <ul className="tc-plain-list">
        {posted.map((one) => (
          <li key={one.movement_id}>
            <span className="tc-grow">{one.text}</span>
            {one.reversed ? (
              <span className="tc-muted">{t('move_undone')}</span>
            ) : (
              <Button size="small" onClick={() => setUndoing(one.movement_id)}>
                {t('move_undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmWithReason
        open={undoing !== null}
        title={t('move_undo_title', { id: String(undoing ?? '') })}
        confirm_label={t('move_undo')}
        onConfirm={confirm}
        onCancel={() => setUndoing(null)}
      >
        <p>{t('move_undo_text')}</p>
        {problem ? <LineProblem error={problem} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
