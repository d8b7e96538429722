import { type OutputOf, type previewUdid, UDID_FIELDS } from '@tongcang/contract';
import { Checkbox } from 'antd';
import { Section, StatusChip, TableScroll, useText } from '../../../ui/index.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { useOption } from '../masterdata/option.ts';
import type { Choice } from './udid-choice.ts';
import { udidText } from './udid-text.ts';

type Device = OutputOf<typeof previewUdid>['devices'][number];
type Props = {
  readonly device: Device;
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
};

/** One device with what differs from the item on file; a tick takes a field over. */
export function UdidDevice({ device, choice, onChange }: Props) {
  const t = useText(udidText);
  const toggle = (field: string) => {
    const fields = new Set(choice.fields);
    if (!fields.delete(field)) fields.add(field);
    onChange({ ...choice, fields });
  };
  return (
    <Section
      title={`${device.name} ${device.model ?? ''}`}
      extra={
        <>
          {device.cold_chain ? <StatusChip tone="accent">{t('cold')}</StatusChip> : null}
          {device.registration_no && !device.registration_known ? (
            <StatusChip tone="warn">{t('unknown_registration')}</StatusChip>
          ) : null}
          {device.withdrawn_on ? (
            <StatusChip tone="bad">{t('withdrawn', { day: device.withdrawn_on })}</StatusChip>
          ) : null}
        </>
      }
    >
      <p className="tc-muted">
        {[device.di, device.registration_no, device.insurance_code].filter(Boolean).join(' · ')}
      </p>
      {device.item ? (
        <p>
          {t('matched')} {device.item.item_code} {device.item.name}
        </p>
      ) : (
        <LabelledField label={t('pick')} help={t('unmatched')}>
          {(id) => (
            <ItemPicker
              id={id}
              allowClear
              value={choice.item_id}
              onChange={(item_id) => onChange({ ...choice, item_id })}
            />
          )}
        </LabelledField>
      )}
      <Differences device={device} choice={choice} toggle={toggle} />
      <Packs device={device} choice={choice} toggle={toggle} />
    </Section>
  );
}

type PartProps = Pick<Props, 'device' | 'choice'> & { readonly toggle: (field: string) => void };

function Differences({ device, choice, toggle }: PartProps) {
  const t = useText(udidText);
  const option = useOption();
  const shown = (value: string | number | boolean | null) => {
    if (value === null || value === '') return t('empty');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    return option(String(value));
  };
  // Of a device that no item has, every field that is known may be taken over.
  const rows = device.item
    ? device.differences
    : UDID_FIELDS.flatMap((field) => {
        const udid = (device as unknown as Record<string, string | number | boolean | null | undefined>)[
          field
        ];
        return udid === undefined || udid === null ? [] : [{ field, on_file: null, udid }];
      });
  if (rows.length === 0) return <p className="tc-muted">{t('same')}</p>;
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th scope="col">{t('field')}</th>
            <th scope="col">{t('on_file')}</th>
            <th scope="col">{t('udid_value')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, on_file, udid }) => (
            <tr key={field}>
              <td>
                <Checkbox checked={choice.fields.has(field)} onChange={() => toggle(field)}>
                  {t(`f_${field}`)}
                </Checkbox>
              </td>
              <td>{shown(on_file)}</td>
              <td>
                <strong>{shown(udid)}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Packs({ device, choice, toggle }: PartProps) {
  const t = useText(udidText);
  if (device.packages.length === 0) return null;
  return (
    <>
      <ul className="tc-plain-list">
        {device.packages.map(({ di, level, contains, units }) => (
          <li key={di}>
            {units === null
              ? t('pack_broken', { level, di, contains })
              : t('pack', { level, di, contains, units })}
          </li>
        ))}
      </ul>
      {device.new_packages.length > 0 || device.item === null ? (
        <Checkbox checked={choice.fields.has('packages')} onChange={() => toggle('packages')}>
          {t('add_packages')}
        </Checkbox>
      ) : null}
    </>
  );
}
