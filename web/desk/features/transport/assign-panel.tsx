import { assignTransportShipment, getFreightQuotes, listDrivers, listVehicles } from '@tongcang/contract';
import { App, Radio, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, formatMoney, Section, useLanguage, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Shipment } from './model.ts';
import { text } from './text.ts';

const OWN = 'own';

/** Who carries it, with what and who drives. Only what belongs to the chosen carrier is offered. */
export function AssignPanel({ shipment }: { shipment: Shipment }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const { message } = App.useApp();
  const { shipment_id } = shipment;
  const quotes = useVerb(getFreightQuotes, { shipment_id });
  const offered = quotes.data?.rows ?? [];
  const [rate, setRate] = useState<number | typeof OWN | null>(null);
  const [vehicle_id, setVehicle] = useState<number | undefined>(shipment.vehicle_id ?? undefined);
  const [driver_id, setDriver] = useState<number | undefined>(shipment.driver_id ?? undefined);
  const [box_ids, setBoxes] = useState<number[]>([]);
  const first = offered.find((row) => row.carrier_id === shipment.carrier_id)?.rate_id;
  const chosen = rate ?? (shipment.carrier_id === null ? OWN : (first ?? OWN));
  const carrier_id = offered.find((row) => row.rate_id === chosen)?.carrier_id ?? null;
  const assign = useAction(assignTransportShipment, { onSuccess: () => void message.success(t('assigned')) });
  const missing = missingFields([
    [vehicle_id !== undefined, t('vehicle')],
    [driver_id !== undefined, t('driver')],
  ]);
  const submit = () =>
    assign
      .run({
        shipment_id,
        ...(chosen === OWN ? {} : { rate_id: chosen }),
        vehicle_id: vehicle_id!,
        driver_id: driver_id!,
        box_ids,
      })
      .catch(() => undefined);
  return (
    <Section title={t('assign')}>
      <p className="tc-muted">{t('assign_hint')}</p>
      <Radio.Group
        value={chosen}
        onChange={(event) => {
          setRate(event.target.value as number | typeof OWN);
          setVehicle(undefined);
          setDriver(undefined);
          setBoxes([]);
        }}
        style={{ display: 'flex', flexDirection: 'column', gap: 8, marginBlock: 8 }}
      >
        {offered.map((row) => (
          <Radio key={row.rate_id} value={row.rate_id}>
            {row.carrier_name} <strong>{formatMoney(row.quote_fen, language)}</strong>{' '}
            <span className="tc-muted">
              {row.contract_no} · {row.charged_kg} kg
            </span>
          </Radio>
        ))}
        <Radio value={OWN}>{t('own_fleet')}</Radio>
      </Radio.Group>
      {quotes.data && offered.length === 0 ? <p className="tc-muted">{t('no_offers')}</p> : null}
      <div className="tc-form-grid" style={{ marginBottom: 16 }}>
        <FleetPickers
          carrier_id={carrier_id}
          vehicle_id={vehicle_id}
          driver_id={driver_id}
          box_ids={box_ids}
          onVehicle={setVehicle}
          onDriver={setDriver}
          onBoxes={setBoxes}
        />
      </div>
      {assign.error ? <ProblemView error={assign.error} /> : null}
      <BlockedButton
        type="primary"
        blocked={[...lacks('transport.plan'), ...missing]}
        loading={assign.busy}
        onClick={submit}
      >
        {t('assign')}
      </BlockedButton>
    </Section>
  );
}

type PickersProps = {
  readonly carrier_id: number | null;
  readonly vehicle_id: number | undefined;
  readonly driver_id: number | undefined;
  readonly box_ids: number[];
  readonly onVehicle: (id: number | undefined) => void;
  readonly onDriver: (id: number | undefined) => void;
  readonly onBoxes: (ids: number[]) => void;
};

/** What may not be used stays in sight, greyed, with why. */
function FleetPickers(props: PickersProps) {
  const t = useText(text);
  const vehicles = useVerb(listVehicles, { limit: 1000 });
  const drivers = useVerb(listDrivers, { limit: 1000 });
  const own = <R extends { carrier_id: number | null }>(rows: readonly R[] | undefined) =>
    (rows ?? []).filter((row) => row.carrier_id === props.carrier_id);
  const label = (name: string, problem: string | null) =>
    problem === null ? name : `${name} · ${t(`x_${problem}` as 'x_retired')}`;
  const fleet = own(vehicles.data?.rows).map((row) => ({
    kind: row.kind,
    value: row.vehicle_id,
    label: label(`${row.vehicle_code} ${row.model}`, row.problem),
    disabled: row.problem !== null,
  }));
  return (
    <>
      <LabelledField label={t('vehicle')} required>
        {(id) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            loading={vehicles.isFetching}
            value={props.vehicle_id}
            onChange={props.onVehicle}
            options={fleet.filter((one) => one.kind === 'vehicle')}
          />
        )}
      </LabelledField>
      <LabelledField label={t('driver')} required>
        {(id) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            loading={drivers.isFetching}
            value={props.driver_id}
            onChange={props.onDriver}
            options={own(drivers.data?.rows).map((row) => ({
              value: row.driver_id,
              label: label(`${row.driver_code} ${row.name}`, row.problem),
              disabled: row.problem !== null,
            }))}
          />
        )}
      </LabelledField>
      <LabelledField label={t('boxes')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={props.box_ids}
            onChange={props.onBoxes}
            options={fleet.filter((one) => one.kind === 'box')}
          />
        )}
      </LabelledField>
    </>
  );
}
