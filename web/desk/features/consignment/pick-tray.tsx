import { listLocations, pickAllocations } from '@tongcang/contract';
import { App, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { AFFECTS, type Goods, goodsOf, type Line, picksOf } from './case-model.ts';
import { ScanTray } from './scan-tray.tsx';
import { surgery_text as text } from './surgery-text.ts';
import { EMPTY_TRAY, missingIn } from './tray.ts';

type Props = {
  readonly warehouse_id: number;
  readonly lines: readonly Line[];
  readonly allocations: readonly Goods[];
  readonly may: boolean;
};
const UNSCANNED = [{ code: 'web.not_scanned', params: {} }];

/** Picks what is allocated by scan, place by place and in any order; what was scanned is moved with one press. */
export function PickTray({ warehouse_id, lines, allocations, may }: Props) {
  const t = useText(text);
  const { message } = App.useApp();
  const [tray, setTray] = useState(EMPTY_TRAY);
  const [place, setPlace] = useState<number>();
  const { data } = useVerb(listLocations, { warehouse_id });
  const pick = useAction(pickAllocations, {
    invalidates: AFFECTS,
    onSuccess: ({ picked }) => {
      setTray(EMPTY_TRAY);
      void message.success(t('picked_ok', { n: picked }));
    },
  });
  const expected = goodsOf(lines, allocations, 'open');
  if (expected.length === 0) return null;
  const dispatch = (data?.rows ?? []).filter(
    (row) => row.zone_kind === 'dispatch' && row.account_id !== null,
  );
  const to_account_id = place ?? dispatch[0]?.account_id ?? undefined;
  const picks = picksOf(allocations, tray);
  const all = missingIn(expected, tray) === 0;
  return (
    <Section title={t('pick')}>
      {pick.error ? <ProblemView error={pick.error} /> : null}
      <ScanTray expected={expected} tray={tray} onTray={setTray} hint={t('pick_hint')} fill={may} />
      {may ? (
        <div className="tc-actions">
          <LabelledField label={t('pick_place')}>
            {(id) => (
              <Select
                id={id}
                value={to_account_id}
                onChange={setPlace}
                options={dispatch.map((row) => ({ value: row.account_id!, label: row.location_code }))}
                style={{ minWidth: 160 }}
              />
            )}
          </LabelledField>
          <BlockedButton
            type={all ? 'primary' : 'default'}
            size="large"
            blocked={picks.length === 0 || to_account_id === undefined ? UNSCANNED : []}
            loading={pick.busy}
            onClick={() =>
              void pick.run({ to_account_id: to_account_id!, lines: picks }).catch(() => undefined)
            }
          >
            {t('pick_done')}
          </BlockedButton>
        </div>
      ) : null}
    </Section>
  );
}
