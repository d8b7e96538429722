import { useParams } from '@tanstack/react-router';
import { exportTrace, traceLot, trace as traceOf } from '@tongcang/contract';
import { Button, Input, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  formatInteger,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { Expiry, useToday } from './expiry.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { stockText } from './text.ts';
import { CameFrom, PartnersTold, WentTo } from './trace-around.tsx';
import { TracePicture } from './trace-picture.tsx';
import { Steps } from './trace-steps.tsx';
import { traceText } from './trace-text.ts';
import { named, type Trace } from './trace-words.ts';

const address = z.object({
  serial: z.string().optional(),
  place: z.coerce.number().int().positive().optional(),
  bins: z.coerce.boolean().optional(),
});

/** The whole path of a lot: where it came from, where it is, where it went, and that nothing is missing. */
export default function TracePage() {
  const t = useText(stockText);
  const words = useText(traceText);
  const today = useToday();
  const lacks = useLacks();
  const params = useParams({ strict: false }) as { item: string; lot: string };
  const [{ serial, place, bins = false }, setAt] = useUrlState(address);
  const [dialog, setDialog] = useState<'hold' | 'recall' | null>(null);
  const [typed, setTyped] = useState(serial ?? '');
  const piece = {
    item_id: Number(params.item),
    lot_id: Number(params.lot),
    ...(serial ? { serial_no: serial } : {}),
  };
  const { data, error, refetch } = useVerb(traceLot, piece);
  const around = useVerb(traceOf, piece);
  const print = useAction(exportTrace, { invalidates: [] });
  const take = (format: 'xlsx' | 'pdf') =>
    void print.run({ ...piece, format }).then(saveFile, () => undefined);
  const trace = useMemo(() => (data ? named(data, around.data) : undefined), [data, around.data]);
  if (error)
    return (
      <PageBody>
        <PageHeader title={t('trace_title')} />
        <ProblemView error={error} onRetry={() => void refetch()} />
      </PageBody>
    );
  if (!data || !trace)
    return (
      <PageBody>
        <PageHeader title={t('trace_title')} />
        <Section>
          <LoadingState />
        </Section>
      </PageBody>
    );
  const { lot } = data;
  return (
    <PageBody>
      <PageHeader
        title={`${t('lot_no')} ${lot.lot_no}`}
        status={lot.recalled ? <StatusChip tone="recall">{t('st_recalled')}</StatusChip> : null}
        description={`${lot.item_code} ${lot.item_name}`}
        meta={
          <span>
            {t('production')} {lot.production_date ?? '–'} · {t('expiry')}{' '}
            <Expiry date={lot.expiry_date} today={today} />
          </span>
        }
        actions={
          <>
            <Link to={`/stock?item=${lot.item_id}&lot=${lot.lot_id}`} className="tc-header-link">
              {t('sees')}
            </Link>
            <Input.Search
              className="tc-find"
              aria-label={t('serial_filter')}
              placeholder={t('serial_filter')}
              allowClear
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onSearch={(text) => setAt({ serial: text.trim() || undefined })}
            />
            <Button onClick={() => take('xlsx')} loading={print.busy}>
              {words('export_xlsx')}
            </Button>
            <Button onClick={() => take('pdf')} loading={print.busy}>
              {words('export_pdf')}
            </Button>
            <BlockedButton
              blocked={lacks('stock.hold')}
              lift={t('hold_need')}
              onClick={() => setDialog('hold')}
            >
              {t('hold')}
            </BlockedButton>
            <BlockedButton
              danger
              blocked={lacks('stock.recall')}
              lift={t('hold_need')}
              onClick={() => setDialog('recall')}
            >
              {t('recall')}
            </BlockedButton>
          </>
        }
      />
      {print.error ? <ProblemView error={print.error} /> : null}
      {around.data && !around.data.whole ? <p className="tc-muted">{words('partial')}</p> : null}
      <Equation totals={data.totals} />
      <div className="tc-wide-only">
        <Section
          title={t('picture')}
          extra={
            <Segmented
              size="small"
              value={bins ? 'bins' : 'sites'}
              onChange={(value) => setAt({ bins: value === 'bins' || undefined, place: undefined })}
              options={[
                { value: 'sites', label: words('show_sites') },
                { value: 'bins', label: words('show_bins') },
              ]}
            />
          }
        >
          <TracePicture trace={trace} place={place} bins={bins} onPlace={(next) => setAt({ place: next })} />
          <p className="tc-muted">{t('picture_hint')}</p>
        </Section>
      </div>
      {around.error ? <ProblemView error={around.error} onRetry={() => void around.refetch()} /> : null}
      {around.data ? (
        <>
          <CameFrom around={around.data} />
          <WentTo around={around.data} />
        </>
      ) : null}
      <Steps trace={trace} place={place} bins={bins} onAll={() => setAt({ place: undefined })} />
      <PartnersTold item_id={lot.item_id} lot_id={lot.lot_id} />
      <HoldDialog kind={dialog} lots={[lot]} onClose={() => setDialog(null)} />
    </PageBody>
  );
}

const OUT = [
  'on_hand',
  'in_transit',
  'in_repair',
  'converted',
  'consigned',
  'delivered',
  'destroyed',
  'returned',
] as const;

/** received + adjusted = everything it became; the two sides are shown and compared. */
function Equation({ totals }: { totals: Trace['totals'] }) {
  const t = useText(stockText);
  const left = totals.received + totals.adjusted;
  const right = OUT.reduce((all, key) => all + totals[key], 0);
  return (
    <Section>
      <ul className="tc-equation">
        <Term label={t('eq_received')} value={totals.received} />
        <Term sign="+" label={t('eq_adjusted')} value={totals.adjusted} />
        {OUT.map((key, index) => (
          <Term key={key} sign={index === 0 ? '=' : '+'} label={t(`eq_${key}`)} value={totals[key]} />
        ))}
      </ul>
      <p className={left === right ? 'tc-ink-ok' : 'tc-ink-bad'} role="status">
        {left === right ? t('eq_ok') : t('eq_bad', { n: left - right })}
      </p>
    </Section>
  );
}

function Term({ sign, label, value }: { sign?: string; label: string; value: number }) {
  const language = useLanguage();
  return (
    <li className={value === 0 ? 'tc-term tc-term-none' : 'tc-term'}>
      {sign ? <span className="tc-term-sign">{sign}</span> : null}
      <span>
        <span className="tc-term-label">{label}</span>
        <span className="tc-term-value">{formatInteger(value, language)}</span>
      </span>
    </li>
  );
}
