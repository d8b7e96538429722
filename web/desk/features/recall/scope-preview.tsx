import type { OutputOf, previewRecall } from '@tongcang/contract';
import { Alert } from 'antd';
import { type Disposition, DispositionChip, Section, TableScroll, useText } from '../../../ui/index.ts';
import { Link } from '../../app/link.tsx';
import { text } from './text.ts';

type Preview = OutputOf<typeof previewRecall>;
export type Lot = Preview['lots'][number];
export type Place = Preview['places'][number];

/** What a scope means, before anything is locked. */
export function ScopePreview({ preview }: { preview: Preview }) {
  const t = useText(text);
  const { lots, places, consignees, standing, problems } = preview;
  return (
    <>
      {problems.map((problem) => {
        const [where = '', at = '0'] = problem.path.split('.');
        const n = Number(at) + 1;
        const words = t(where === 'scans' ? 'nothing_scan' : 'nothing_line', { n });
        return <Alert key={problem.path} type="warning" showIcon title={words} />;
      })}
      {standing > 0 ? <Alert type="info" showIcon title={t('standing', { n: standing })} /> : null}
      <Section title={`${t('in_scope')} ${lots.length}`}>
        {lots.length === 0 ? <p className="tc-muted">{t('nothing')}</p> : <LotTable lots={lots} />}
      </Section>
      {places.length > 0 ? (
        <Section title={t('where')}>
          <PlaceTable places={places} lots={lots} />
        </Section>
      ) : null}
      {consignees.length > 0 ? (
        <Section title={`${t('consignees')} ${consignees.length}`}>
          <ul className="tc-plain-list">
            {consignees.map((one) => (
              <li key={`${one.department_id}|${one.warehouse_id}`}>
                <span className="tc-grow">{one.name}</span>
                <span className="tc-num">{one.qty}</span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function LotTable({ lots }: { lots: readonly Lot[] }) {
  const t = useText(text);
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th scope="col">{t('item_name')}</th>
            <th scope="col">{t('lot_no')}</th>
            <th scope="col">{t('production_date')}</th>
            <th scope="col">{t('expiry')}</th>
            <th scope="col">{t('range')}</th>
          </tr>
        </thead>
        <tbody>
          {lots.map((lot) => (
            <tr key={lot.lot_id}>
              <td>
                {lot.item_code} {lot.item_name} {lot.model}
                <div className="tc-muted">{lot.registration_no}</div>
              </td>
              <td>
                <Link to={`/stock/trace/${lot.item_id}/${lot.lot_id}`}>{lot.lot_no}</Link>
              </td>
              <td className="tc-nowrap">{lot.production_date}</td>
              <td className="tc-nowrap">{lot.expiry_date}</td>
              <td>
                <Range lot={lot} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** The whole lot, or which pieces of it. */
export function Range({ lot }: { lot: Pick<Lot, 'whole' | 'serial_nos' | 'made_from'> }) {
  const t = useText(text);
  if (!lot.whole)
    return (
      <>
        {t('pieces', { n: lot.serial_nos.length })}
        <div className="tc-muted">{lot.serial_nos.join(' ')}</div>
      </>
    );
  return (
    <>
      {t('whole')}
      {lot.made_from === null ? null : (
        <div className="tc-muted">{t('made_from', { lot: lot.made_from })}</div>
      )}
    </>
  );
}

/** Where the pieces stand. */
export function PlaceTable({
  places,
  lots,
}: {
  places: readonly Place[];
  lots: readonly Pick<Lot, 'lot_id' | 'lot_no'>[];
}) {
  const t = useText(text);
  const numbers = new Map(lots.map((lot) => [lot.lot_id, lot.lot_no]));
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th scope="col">{t('place')}</th>
            <th scope="col">{t('lot_no')}</th>
            <th scope="col">{t('disposition')}</th>
            <th scope="col" className="tc-num">
              {t('qty')}
            </th>
            <th scope="col" className="tc-num">
              {t('allocated')}
            </th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={`${place.kind}|${place.name}|${place.lot_id}|${place.disposition}`}>
              <td>
                {t(`p_${place.kind}`)} {place.kind === place.name ? null : place.name}
              </td>
              <td>{numbers.get(place.lot_id)}</td>
              <td>
                {place.kind === 'customer' || place.kind === 'supplier' ? null : (
                  <DispositionChip disposition={place.disposition as Disposition} />
                )}
              </td>
              <td className="tc-num">{place.qty}</td>
              <td className="tc-num">
                {place.allocated}
                {place.in_sets > 0 ? (
                  <div className="tc-muted">{t('in_sets', { n: place.in_sets })}</div>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
