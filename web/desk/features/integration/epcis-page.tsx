import { Segmented } from 'antd';
import { z } from 'zod';
import { PageBody, PageHeader, useText } from '../../../ui/index.ts';
import { useUrlState } from '../../app/url.ts';
import { Captures } from './epcis-captures.tsx';
import { Events } from './epcis-events.tsx';
import { Glns } from './epcis-glns.tsx';
import { epcisText } from './epcis-text.ts';

const TABS = ['events', 'captures', 'glns'] as const;
const address = z.object({ tab: z.enum(TABS).default('events') });

/** Trace events for partners and from partners, and the numbers by which places are known outside. */
export default function EpcisPage() {
  const t = useText(epcisText);
  const [{ tab }, setAt] = useUrlState(address);
  return (
    <PageBody>
      <PageHeader title={t('title')} description={t('hint')} />
      <div>
        <Segmented
          value={tab}
          onChange={(next) => setAt({ tab: next })}
          options={TABS.map((value) => ({ value, label: t(`tab_${value}`) }))}
        />
      </div>
      {tab === 'events' ? <Events /> : null}
      {tab === 'captures' ? <Captures /> : null}
      {tab === 'glns' ? <Glns /> : null}
    </PageBody>
  );
}
