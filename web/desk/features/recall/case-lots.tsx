import { liftRecall } from '@tongcang/contract';
import { App, Checkbox } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  Section,
  StatusChip,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { useLacks } from '../../app/session.ts';
import { LineProblem } from '../stock/line-problem.tsx';
import type { Recall } from './recall-page.tsx';
import { Range } from './scope-preview.tsx';
import { text } from './text.ts';

/** The lots of a case; those of a hold are given free here. */
export function LotsOfCase({ recall }: { recall: Recall }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState(false);
  const liftable = recall.kind === 'hold' && recall.status === 'active';
  const toggle = (lot_id: number) => {
    const next = new Set(chosen);
    if (!next.delete(lot_id)) next.add(lot_id);
    setChosen(next);
  };
  const lots = recall.lot_rows.filter((lot) => chosen.has(lot.lot_id));
  return (
    <Section
      title={`${t('in_scope')} ${recall.lot_rows.length}`}
      {...(liftable
        ? {
            extra: (
              <BlockedButton
                blocked={lacks('quality.recall')}
                disabled={lots.length === 0}
                onClick={() => setAsked(true)}
              >
                {t('lift')}
              </BlockedButton>
            ),
          }
        : {})}
    >
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('item_name')}</th>
              <th scope="col">{t('lot_no')}</th>
              <th scope="col">{t('expiry')}</th>
              <th scope="col">{t('range')}</th>
              <th scope="col">{t('status')}</th>
            </tr>
          </thead>
          <tbody>
            {recall.lot_rows.map((lot) => (
              <tr key={lot.lot_id}>
                <td>
                  {lot.item_code} {lot.item_name} {lot.model}
                  <div className="tc-muted">{lot.registration_no}</div>
                </td>
                <td className="tc-nowrap">
                  {liftable && lot.lifted_at === null ? (
                    <Checkbox
                      aria-label={t('lift_select', { lot: lot.lot_no })}
                      checked={chosen.has(lot.lot_id)}
                      onChange={() => toggle(lot.lot_id)}
                    />
                  ) : null}{' '}
                  <Link to={`/stock/trace/${lot.item_id}/${lot.lot_id}`}>{lot.lot_no}</Link>
                </td>
                <td className="tc-nowrap">{lot.expiry_date}</td>
                <td>
                  <Range lot={lot} />
                </td>
                <td>
                  {lot.lifted_at === null ? (
                    recall.kind === 'mock' ? null : (
                      <StatusChip tone={recall.kind === 'hold' ? 'hold' : 'recall'}>
                        {t(`k_${recall.kind}`)}
                      </StatusChip>
                    )
                  ) : (
                    <>
                      <StatusChip tone="ok">{t('lifted')}</StatusChip>
                      <div className="tc-muted">
                        {lot.lifted_by_name} {formatInstant(lot.lifted_at, zone)}
                      </div>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Lift
        open={asked}
        case_id={recall.case_id}
        lots={lots}
        onClose={() => {
          setAsked(false);
          setChosen(new Set());
        }}
      />
    </Section>
  );
}

type LiftProps = {
  readonly open: boolean;
  readonly case_id: number;
  readonly lots: Recall['lot_rows'];
  readonly onClose: () => void;
};

function Lift({ open, case_id, lots, onClose }: LiftProps) {
  const t = useText(text);
  const { message } = App.useApp();
  const lift = useAction(liftRecall, { invalidates: ['quality', 'stock', 'planning', 'insight'] });
  return (
    <ConfirmWithReason
      open={open}
      title={t('lift_title', { n: lots.length })}
      confirm_label={t('lift')}
      onConfirm={async (reason) => {
        const asked = lots.map(({ item_id, lot_id }) => ({ item_id, lot_id }));
        const { released_qty } = await lift.run({ case_id, lots: asked, reason });
        void message.success(t('lift_done', { qty: released_qty }));
        onClose();
      }}
      onCancel={onClose}
    >
      <p>{lots.map((lot) => lot.lot_no).join('、')}</p>
      <p className="tc-muted">{t('lift_text')}</p>
      {lift.error ? <LineProblem error={lift.error} /> : null}
    </ConfirmWithReason>
  );
}
