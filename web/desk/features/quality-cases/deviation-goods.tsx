import { DEVIATION_DECISIONS, decideDeviation, type getDeviation, type OutputOf } from '@tongcang/contract';
import { App, Checkbox, InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  type Disposition,
  DispositionChip,
  Section,
  StatusChip,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { useLacks } from '../../app/session.ts';
import { useDone } from './case-parts.tsx';
import { StepDialog } from './step-dialog.tsx';
import { text } from './text.ts';

type Deviation = OutputOf<typeof getDeviation>;
type Lot = Deviation['affected'][number];
type Place = Lot['standing'][number];
type Chosen = { readonly lot: Lot; readonly place: Place; readonly qty: number };
const keyOf = (lot: Lot, place: Place) =>
  `${lot.lot_id}|${place.account_id}|${place.owner_id}|${place.disposition}`;
const waits = ({ disposition }: Place) => disposition === 'held' || disposition === 'quarantine';

/** The lots of a deviation as they stand now; quality chooses goods of them and decides. */
export function DeviationGoods({ deviation }: { deviation: Deviation }) {
  const t = useText(text);
  const lacks = useLacks();
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const [open, setOpen] = useState(false);
  const choose = (lot: Lot, place: Place, qty: number | null) => {
    const next = new Map(chosen);
    if (qty === null) next.delete(keyOf(lot, place));
    else next.set(keyOf(lot, place), { lot, place, qty });
    setChosen(next);
  };
  const decidable = deviation.status !== 'closed';
  return (
    <Section
      title={t('affected')}
      extra={
        decidable && deviation.affected.some((lot) => lot.standing.some(waits)) ? (
          <BlockedButton
            type="primary"
            size="small"
            blocked={[...lacks('quality.release'), ...missingFields([[chosen.size > 0, t('affected')]])]}
            onClick={() => setOpen(true)}
          >
            {t('decide')}
          </BlockedButton>
        ) : null
      }
    >
      {deviation.affected.length === 0 ? <p className="tc-muted">{t('no_lots')}</p> : null}
      {deviation.affected.map((lot) => (
        <LotGoods
          key={lot.line_no}
          lot={lot}
          chosen={chosen}
          onChoose={decidable ? (place, qty) => choose(lot, place, qty) : null}
        />
      ))}
      {open ? (
        <Decide
          deviation_id={deviation.deviation_id}
          chosen={[...chosen.values()]}
          onDone={() => setChosen(new Map())}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Section>
  );
}

type LotProps = {
  readonly lot: Lot;
  readonly chosen: ReadonlyMap<string, Chosen>;
  readonly onChoose: ((place: Place, qty: number | null) => void) | null;
};

function LotGoods({ lot, chosen, onChoose }: LotProps) {
  const t = useText(text);
  return (
    <div className="tc-detail">
      <div className="tc-bar">
        <strong>
          <Link to={`/stock/trace/${lot.item_id}/${lot.lot_id}`}>{lot.lot_no}</Link>
        </strong>
        <span>
          {lot.item_code} {lot.item_name}
        </span>
        <span className="tc-muted">
          {t('expiry')} {lot.expiry_date ?? '–'} · {t('qty_affected')} {lot.qty} · {t('decided')}{' '}
          {lot.decided}
        </span>
        <StatusChip tone={lot.undecided ? 'warn' : 'ok'}>
          {t(lot.undecided ? 'undecided' : 'settled')}
        </StatusChip>
        {lot.hold_open ? <StatusChip tone="hold">{t('hold_open')}</StatusChip> : null}
      </div>
      {lot.standing.length === 0 ? <p className="tc-muted">{t('nothing_here')}</p> : null}
      {lot.standing.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('location')}</th>
                <th scope="col">{t('disposition')}</th>
                <th scope="col" className="tc-num">
                  {t('qty')}
                </th>
                {onChoose === null ? null : <th scope="col">{t('choose')}</th>}
              </tr>
            </thead>
            <tbody>
              {lot.standing.map((place) => (
                <tr key={keyOf(lot, place)}>
                  <td>{place.location_code}</td>
                  <td>
                    <DispositionChip disposition={place.disposition as Disposition} />
                  </td>
                  <td className="tc-num">{place.qty}</td>
                  {onChoose === null ? null : (
                    <td>
                      {waits(place) ? (
                        <Choice
                          lot={lot}
                          place={place}
                          chosen={chosen.get(keyOf(lot, place))}
                          onChoose={onChoose}
                        />
                      ) : (
                        '–'
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
    </div>
  );
}

type ChoiceProps = {
  readonly lot: Lot;
  readonly place: Place;
  readonly chosen: Chosen | undefined;
  readonly onChoose: (place: Place, qty: number | null) => void;
};

/** Numbered pieces of a place are decided together; of others any part. */
function Choice({ lot, place, chosen, onChoose }: ChoiceProps) {
  const t = useText(text);
  const names = { lot: lot.lot_no, location: place.location_code };
  return (
    <div className="tc-bar">
      <Checkbox
        aria-label={t('choose_goods', names)}
        checked={chosen !== undefined}
        onChange={(event) => onChoose(place, event.target.checked ? place.qty : null)}
      />
      {chosen !== undefined && lot.tracking === 'lot' ? (
        <InputNumber
          aria-label={t('qty_of', names)}
          min={1}
          max={place.qty}
          precision={0}
          value={chosen.qty}
          onChange={(qty) => onChoose(place, qty ?? 1)}
        />
      ) : null}
    </div>
  );
}

type DecideProps = {
  readonly deviation_id: number;
  readonly chosen: readonly Chosen[];
  readonly onDone: () => void;
  readonly onClose: () => void;
};

function Decide({ deviation_id, chosen, onDone, onClose }: DecideProps) {
  const t = useText(text);
  const { message, notification } = App.useApp();
  const decide = useAction(decideDeviation, { invalidates: ['quality', 'stock', 'insight', 'planning'] });
  const submit = async (decision: (typeof DEVIATION_DECISIONS)[number], reason: string) => {
    const { still_held } = await decide.run({
      deviation_id,
      decision,
      reason,
      lines: chosen.map(({ lot, place, qty }) => ({
        item_id: lot.item_id,
        lot_id: lot.lot_id,
        account_id: place.account_id,
        owner_id: place.owner_id,
        disposition: place.disposition as 'held' | 'quarantine',
        qty,
      })),
    });
    onDone();
    if (still_held.length === 0) return void message.success(t('decided_done'));
    const lots = still_held.map((lot) => lot.lot_no).join(' ');
    notification.warning({ title: t('decided_done'), description: t('still_held', { lots }) });
  };
  return (
    <StepDialog
      title={t('decide_title', { n: chosen.length })}
      confirm_label={t('decide')}
      fields={[
        {
          name: 'decision',
          label: t('decision'),
          kind: 'choice',
          required: true,
          options: DEVIATION_DECISIONS.map((value) => ({ value, label: t(`d_${value}`) })),
        },
        { name: 'reason', label: t('reason'), kind: 'text', required: true, max: 300 },
      ]}
      error={decide.error}
      onSubmit={({ decision, reason }) =>
        submit(decision as (typeof DEVIATION_DECISIONS)[number], String(reason))
      }
      onClose={onClose}
    >
      <ul className="tc-plain-list">
        {DEVIATION_DECISIONS.map((decision) => (
          <li key={decision}>
            <strong>{t(`d_${decision}`)}</strong> {t(`n_${decision}`)}
          </li>
        ))}
      </ul>
      <p className="tc-muted">{t('sign_hint')}</p>
    </StepDialog>
  );
}

/** What was decided so far, each on its signature. */
export function Decisions({ deviation }: { deviation: Deviation }) {
  const t = useText(text);
  const done = useDone();
  if (deviation.affected.length === 0) return null;
  return (
    <Section title={t('decisions')}>
      {deviation.decisions.length === 0 ? <p className="tc-muted">{t('no_decisions')}</p> : null}
      <ul className="tc-plain-list">
        {deviation.decisions.map((one) => (
          <li key={one.decision_id}>
            <strong>{t(`d_${one.decision}`)}</strong> {one.item_code} {one.lot_no} × {one.qty} · {one.reason}{' '}
            {one.destruction_id === null ? null : (
              <Link to={`/quality/destruction/${one.destruction_id}`}>{t('destruction')}</Link>
            )}{' '}
            <span className="tc-muted">{done(one.decided_by_name, one.decided_at)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
