import { useParams } from '@tanstack/react-router';
import { attachPaper, getLicence, getPaperFile, type OutputOf, saveLicence } from '@tongcang/contract';
import { Drawer } from 'antd';
import { useMemo, useState } from 'react';
import { BlockedButton, KeyValue, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { Attachments } from '../../app/attachments.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useOption } from '../masterdata/option.ts';
import { usePaperFields } from './paper-fields.ts';
import PaperForm from './paper-form.tsx';
import { DeemRenewed, EndPaper } from './paper-steps.tsx';
import { recordsText } from './records-text.ts';
import { RenewalChip } from './states.tsx';
import { VersionTimeline } from './version-timeline.tsx';

type Licence = OutputOf<typeof getLicence>;
const shownOf = (licence: Licence) => licence.versions.find((one) => one.licence_id === licence.licence_id)!;

export default function LicencePage() {
  const { licence_id } = useParams({ strict: false }) as { licence_id: string };
  const option = useOption();
  const { data, error, refetch } = useVerb(getLicence, { licence_id: Number(licence_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  const shown = shownOf(data);
  return (
    <PageBody>
      <PageHeader
        title={data.licence_no}
        status={<RenewalChip state={shown.state} />}
        description={`${data.partner_name} · ${option(shown.kind)}`}
        actions={<Steps licence={data} />}
      />
      <Facts licence={data} />
      <VersionTimeline
        versions={data.versions}
        told={(version) =>
          [version.classes.map(option).join('、'), version.issuer].filter(Boolean).join(' · ')
        }
      />
      <Scans licence={data} />
    </PageBody>
  );
}

function Steps({ licence }: { licence: Licence }) {
  const t = useText(recordsText);
  const lacks = useLacks();
  const [renewing, setRenewing] = useState(false);
  const { licence_id, licence_no, partner_name } = licence;
  const fixed = useMemo(() => ({ licence_no, partner_id: partner_name }), [licence_no, partner_name]);
  const fields = usePaperFields(fixed);
  const shown = shownOf(licence);
  const renewable = shown.status === 'active' && shown.window_to !== null && shown.state !== 'renewed';
  return (
    <>
      {shown.status === 'active' ? <EndPaper paper="licence" paper_id={licence_id} no={licence_no} /> : null}
      {renewable ? <DeemRenewed paper="licence" paper_id={licence_id} no={licence_no} /> : null}
      <BlockedButton type="primary" blocked={lacks('compliance.write')} onClick={() => setRenewing(true)}>
        {t('new_version')}
      </BlockedButton>
      <Drawer
        open={renewing}
        onClose={() => setRenewing(false)}
        title={`${t('new_version')} · ${licence_no}`}
        size={640}
        destroyOnHidden
      >
        <PaperForm
          verb={saveLicence}
          fields={fields.licence}
          initial={versionOf(licence) as never}
          onDone={() => setRenewing(false)}
          onCancel={() => setRenewing(false)}
        />
      </Drawer>
    </>
  );
}

/** What a new version begins with: everything of the newest but its dates. */
function versionOf({ licence_no, partner_id, versions }: Licence) {
  const newest = versions[0]!;
  return {
    licence_no,
    partner_id,
    kind: newest.kind,
    classes: newest.classes,
    categories: newest.categories,
    warehouse_ids: newest.warehouse_ids,
    warehouse_addresses: newest.warehouse_addresses,
    scope_text: newest.scope_text,
    legal_representative: newest.legal_representative,
    person_in_charge: newest.person_in_charge,
    domicile: newest.domicile,
    premises: newest.premises,
    mode: newest.mode,
    issuer: newest.issuer,
  };
}

function Facts({ licence }: { licence: Licence }) {
  const t = useText(recordsText);
  const option = useOption();
  const shown = shownOf(licence);
  const window =
    shown.window_from && shown.window_to
      ? t('window_range', { from: shown.window_from, to: shown.window_to })
      : '–';
  const categories = shown.categories.includes('*') ? t('all_categories') : shown.categories.join(' ');
  return (
    <Section>
      <KeyValue
        facts={[
          { label: t('partner'), value: `${licence.partner_code} ${licence.partner_name}` },
          { label: t('kind'), value: option(shown.kind) },
          { label: t('classes'), value: shown.classes.map(option).join('、') },
          { label: t('categories'), value: categories },
          { label: t('valid_from'), value: shown.valid_from },
          { label: t('in_force_to'), value: shown.in_force_to ?? t('r_endless') },
          { label: t('window'), value: window },
          { label: t('mode'), value: shown.mode ? t(`m_${shown.mode}`) : '–' },
          { label: t('legal_representative'), value: shown.legal_representative ?? '–' },
          { label: t('person_in_charge'), value: shown.person_in_charge ?? '–' },
          { label: t('issuer'), value: shown.issuer ?? '–' },
          { label: t('warehouses'), value: shown.warehouse_codes.join(' ') || '–' },
          { label: t('domicile'), value: shown.domicile ?? '–', wide: true },
          { label: t('premises'), value: shown.premises ?? '–', wide: true },
          { label: t('warehouse_addresses'), value: shown.warehouse_addresses.join('；') || '–', wide: true },
          { label: t('scope_text'), value: shown.scope_text ?? '–', wide: true },
        ].filter((fact) => fact.value !== '–')}
      />
    </Section>
  );
}

function Scans({ licence }: { licence: Licence }) {
  const t = useText(recordsText);
  const lacks = useLacks();
  const attach = useAction(attachPaper);
  return (
    <Attachments
      title={t('scans')}
      rows={licence.attachments}
      get={(attachment_id) => call(getPaperFile, { paper: 'licence', attachment_id })}
      add={(file) => attach.run({ paper: 'licence', paper_id: licence.licence_id, ...file })}
      kinds={(['scan', 'change', 'notice'] as const).map((value) => ({ value, label: t(`k_${value}`) }))}
      blocked={lacks('compliance.write')}
    />
  );
}
