import { useParams } from '@tanstack/react-router';
import {
  attachPaper,
  getPaperFile,
  getRegistration,
  type OutputOf,
  saveRegistration,
} from '@tongcang/contract';
import { Drawer } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { Attachments } from '../../app/attachments.tsx';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useOption } from '../masterdata/option.ts';
import { usePaperFields } from './paper-fields.ts';
import PaperForm from './paper-form.tsx';
import { DeemRenewed, EndPaper } from './paper-steps.tsx';
import { recordsText } from './records-text.ts';
import { RenewalChip } from './states.tsx';
import { VersionTimeline } from './version-timeline.tsx';

type Registration = OutputOf<typeof getRegistration>;

export default function RegistrationPage() {
  const { registration_id } = useParams({ strict: false }) as { registration_id: string };
  const { data, error, refetch } = useVerb(getRegistration, { registration_id: Number(registration_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  const shown = data.versions.find((one) => one.registration_id === data.registration_id)!;
  return (
    <PageBody>
      <PageHeader
        title={data.registration_no}
        status={<RenewalChip state={shown.state} />}
        description={shown.product_name}
        actions={<Steps registration={data} />}
      />
      <Facts registration={data} />
      <VersionTimeline
        versions={data.versions}
        told={(version) => [version.product_name, version.models.join('、')].filter(Boolean).join(' · ')}
      />
      <Items registration={data} />
      <Scans registration={data} />
    </PageBody>
  );
}

const shownOf = (registration: Registration) =>
  registration.versions.find((one) => one.registration_id === registration.registration_id)!;

function Steps({ registration }: { registration: Registration }) {
  const t = useText(recordsText);
  const lacks = useLacks();
  const [renewing, setRenewing] = useState(false);
  const { registration_id, registration_no, registrant_id, registrant_name } = registration;
  const fixed = useMemo(
    () => ({ registration_no, registrant_id: registrant_name }),
    [registration_no, registrant_name],
  );
  const fields = usePaperFields(fixed);
  const shown = shownOf(registration);
  const newest = registration.versions[0]!;
  const closed = shown.status === 'cancelled';
  return (
    <>
      {closed ? null : <EndPaper paper="registration" paper_id={registration_id} no={registration_no} />}
      {closed || shown.valid_to === null || shown.state === 'renewed' ? null : (
        <DeemRenewed paper="registration" paper_id={registration_id} no={registration_no} />
      )}
      <BlockedButton type="primary" blocked={lacks('compliance.write')} onClick={() => setRenewing(true)}>
        {t('new_version')}
      </BlockedButton>
      <Drawer
        open={renewing}
        onClose={() => setRenewing(false)}
        title={`${t('new_version')} · ${registration_no}`}
        size={640}
        destroyOnHidden
      >
        <PaperForm
          verb={saveRegistration}
          fields={fields.registration}
          initial={{
            registration_no,
            registrant_id,
            product_name: newest.product_name,
            device_class: newest.device_class,
            models: newest.models,
            specification: newest.specification,
            category_code_new: newest.category_code_new,
            category_code_old: newest.category_code_old,
            insurance_code: newest.insurance_code,
          }}
          onDone={() => setRenewing(false)}
          onCancel={() => setRenewing(false)}
        />
      </Drawer>
    </>
  );
}

function Facts({ registration }: { registration: Registration }) {
  const t = useText(recordsText);
  const option = useOption();
  const shown = shownOf(registration);
  const window =
    shown.window_from && shown.window_to
      ? t('window_range', { from: shown.window_from, to: shown.window_to })
      : '–';
  return (
    <Section>
      <KeyValue
        facts={[
          {
            label: t('registrant'),
            value: `${registration.registrant_code} ${registration.registrant_name}`,
          },
          { label: t('device_class'), value: option(shown.device_class) },
          { label: t('valid_from'), value: shown.valid_from },
          { label: t('in_force_to'), value: shown.in_force_to ?? t('r_endless') },
          { label: t('window'), value: window },
          { label: t('category_code_new'), value: shown.category_code_new ?? '–' },
          { label: t('category_code_old'), value: shown.category_code_old ?? '–' },
          { label: t('insurance_code'), value: shown.insurance_code ?? '–' },
          { label: t('models'), value: shown.models.join('、') || '–', wide: true },
          { label: t('specification'), value: shown.specification ?? '–', wide: true },
        ].filter((fact) => fact.value !== '–')}
      />
    </Section>
  );
}

function Items({ registration }: { registration: Registration }) {
  const t = useText(recordsText);
  return (
    <Section title={t('items')}>
      {registration.items.length === 0 ? <p className="tc-muted">{t('no_items')}</p> : null}
      {registration.items.length === 0 ? null : (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('item_code')}</th>
                <th scope="col">{t('name')}</th>
                <th scope="col">{t('model')}</th>
              </tr>
            </thead>
            <tbody>
              {registration.items.map((item) => (
                <tr key={item.item_id}>
                  <td>
                    <Link to={`/masterdata/item?find=${encodeURIComponent(item.item_code)}`}>
                      {item.item_code}
                    </Link>
                  </td>
                  <td>{item.name}</td>
                  <td>{item.model}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Section>
  );
}

function Scans({ registration }: { registration: Registration }) {
  const t = useText(recordsText);
  const lacks = useLacks();
  const attach = useAction(attachPaper);
  return (
    <Attachments
      title={t('scans')}
      rows={registration.attachments}
      get={(attachment_id) => call(getPaperFile, { paper: 'registration', attachment_id })}
      add={(file) => attach.run({ paper: 'registration', paper_id: registration.registration_id, ...file })}
      kinds={(['scan', 'change', 'notice'] as const).map((value) => ({ value, label: t(`k_${value}`) }))}
      blocked={lacks('compliance.write')}
    />
  );
}
