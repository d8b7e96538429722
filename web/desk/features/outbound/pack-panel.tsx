import { getPackageLabels, packDemand, unpackPackage } from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatInteger,
  Section,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { call, useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Outbound } from './outbound-page.tsx';
import { text } from './text.ts';

const AFFECTS = ['fulfilment'] as const;

/** Packages with a number of their own, and their labels. What is not packed leaves loose. */
export function PackPanel({ outbound }: { outbound: Outbound }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const [counts, setCounts] = useState<Readonly<Record<number, number>>>({});
  const [sscc, setSscc] = useState('');
  const empty = () => {
    setCounts({});
    setSscc('');
  };
  const pack = useAction(packDemand, { invalidates: AFFECTS, onSuccess: empty });
  const unpack = useAction(unpackPackage, { invalidates: AFFECTS });
  const loose = outbound.goods.filter((good) => good.reviewed && good.qty_packed < good.qty);
  if (loose.length === 0 && outbound.packages.length === 0) return null;
  const rest = (good: Outbound['goods'][number]) => good.qty - good.qty_packed;
  const submit = () => {
    const lines = loose
      .map((good) => ({ allocation_id: good.allocation_id, qty: counts[good.allocation_id] ?? rest(good) }))
      .filter((line) => line.qty > 0);
    const named = sscc.replace(/\D/g, '').slice(-18);
    const box = { lines, ...(named === '' ? {} : { sscc: named }) };
    return pack.run({ demand_id: outbound.demand_id, packages: [box] }).catch(() => undefined);
  };
  const labels = (format: 'pdf' | 'zpl') =>
    call(getPackageLabels, { demand_id: outbound.demand_id, format }).then(saveFile, () => undefined);
  return (
    <Section
      title={t('pack')}
      extra={
        outbound.packages.length > 0 ? (
          <>
            <Button size="small" onClick={() => void labels('pdf')}>
              {t('labels_pdf')}
            </Button>
            <Button size="small" onClick={() => void labels('zpl')}>
              {t('labels_zpl')}
            </Button>
          </>
        ) : null
      }
    >
      {pack.error ? <ProblemView error={pack.error} /> : null}
      {unpack.error ? <ProblemView error={unpack.error} /> : null}
      {loose.length > 0 ? (
        <>
          <p className="tc-muted">{t('pack_hint')}</p>
          <ul className="tc-pick-list">
            {loose.map((good) => (
              <li key={good.allocation_id}>
                <span className="tc-line-grow">
                  {good.item_code} {good.item_name}{' '}
                  <span className="tc-muted">
                    {t('lot')} {good.lot_no} · {t('pack_rest', { n: formatInteger(rest(good), language) })}
                  </span>
                </span>
                <InputNumber
                  aria-label={`${t('pack')} ${good.lot_no}`}
                  min={0}
                  max={rest(good)}
                  precision={0}
                  suffix={good.unit}
                  value={counts[good.allocation_id] ?? rest(good)}
                  onChange={(qty) => setCounts((all) => ({ ...all, [good.allocation_id]: qty ?? 0 }))}
                />
              </li>
            ))}
          </ul>
          <div className="tc-pick-head">
            <LabelledField label={t('sscc')} help={t('sscc_hint')}>
              {(id) => (
                <Input
                  id={id}
                  value={sscc}
                  maxLength={30}
                  inputMode="numeric"
                  onChange={(event) => setSscc(event.target.value)}
                />
              )}
            </LabelledField>
          </div>
          <BlockedButton blocked={lacks('fulfilment.ship')} loading={pack.busy} onClick={() => void submit()}>
            {t('pack_all')}
          </BlockedButton>
        </>
      ) : null}
      {outbound.packages.length > 0 ? (
        <PackageTable
          packages={outbound.packages}
          action={(package_id) => (
            <Button
              size="small"
              loading={unpack.busy}
              onClick={() => void unpack.run({ package_id }).catch(() => undefined)}
            >
              {t('unpack')}
            </Button>
          )}
        />
      ) : null}
    </Section>
  );
}

type TableProps = {
  readonly packages: Outbound['packages'];
  readonly action?: (package_id: number) => React.ReactNode;
};

/** Packages with what is in them. */
export function PackageTable({ packages, action }: TableProps) {
  const t = useText(text);
  const language = useLanguage();
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th>{t('sscc')}</th>
            <th>{t('item')}</th>
            <th className="tc-num">{t('weight')}</th>
            <th className="tc-num">{t('volume')}</th>
            {action ? (
              <th>
                <span className="tc-visually-hidden">{t('unpack')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {packages.map((box) => (
            <tr key={box.package_id}>
              <td>{box.sscc}</td>
              <td>
                {box.lines.map((line) => (
                  <div key={`${line.item_code}|${line.lot_no}`}>
                    {line.item_code} {line.item_name}{' '}
                    <span className="tc-muted">
                      {line.lot_no} × {formatInteger(line.qty, language)}
                    </span>
                  </div>
                ))}
              </td>
              <td className="tc-num">{(box.weight_g / 1000).toFixed(2)} kg</td>
              <td className="tc-num">{(box.volume_ml / 1000).toFixed(1)} L</td>
              {action ? <td>{action(box.package_id)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
