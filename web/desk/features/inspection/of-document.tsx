import { listInspections } from '@tongcang/contract';
import { Section, useText } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { InspectionState } from './states.tsx';
import { text } from './text.ts';

/** The inspections that a document waits for, each with its way there; nothing where its goods have no plan. */
export default function InspectionsOf({ document_key }: { document_key: string }) {
  const t = useText(text);
  const { data } = useVerb(listInspections, { document_key, state: 'all' });
  const rows = data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={t('inspections')}>
      <ul className="tc-plain-list">
        {rows.map((row) => (
          <li key={row.inspection_id}>
            <Link to={`/quality/inspection/${row.inspection_id}`}>{row.document_no}</Link>{' '}
            <InspectionState status={row.status} /> {row.item_code} {row.item_name} · {t('lot')} {row.lot_no}{' '}
            <span className="tc-muted">
              {t('released')} {row.qty_released} · {t('rejected')} {row.qty_rejected} / {row.qty} {row.unit}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
