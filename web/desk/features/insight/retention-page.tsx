import { Segmented } from 'antd';
import { z } from 'zod';
import { PageBody, PageHeader, useText } from '../../../ui/index.ts';
import { useUrlState } from '../../app/url.ts';
import { Holds } from './retention-holds.tsx';
import { Lots } from './retention-lots.tsx';
import { Purge } from './retention-purge.tsx';
import { Rules } from './retention-rules.tsx';
import { retentionText } from './retention-text.ts';

const TABS = ['lots', 'purge', 'holds', 'rules'] as const;
const address = z.object({ tab: z.enum(TABS).default('lots') });

/** How long records are kept, what may be deleted and by whom, and what must not be. */
export default function RetentionPage() {
  const t = useText(retentionText);
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
      {tab === 'lots' ? <Lots /> : null}
      {tab === 'purge' ? <Purge /> : null}
      {tab === 'holds' ? <Holds /> : null}
      {tab === 'rules' ? <Rules /> : null}
    </PageBody>
  );
}
