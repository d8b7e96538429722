import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { readShipment } from './get-shipment.ts';

type Shipment = OutputOf<typeof contract.getTransportShipment>;
type Stop = Shipment['stop_rows'][number];

/** Printing takes a moment, so it is done between transactions: a connection that waits for it is missed elsewhere. */
export const printHandover = definePreparedVerb(
  contract.printHandover,
  { permission: 'transport.read', audit: null },
  async ({ db, actor }, { stop_id }) =>
    pdf(await db.tx(actor.scope, (tx) => handoverOf(tx, stop_id), { read_only: true })),
  async (_context, _input, file) => file,
);

export const printLoadingList = definePreparedVerb(
  contract.printLoadingList,
  { permission: 'transport.read', audit: null },
  async ({ db, actor }, { shipment_id }) => {
    const form = await db.tx(
      actor.scope,
      async (tx) => {
        const shipment = await readShipment(tx, shipment_id);
        return loadingList(shipment, await issuerOf(tx, shipment));
      },
      { read_only: true },
    );
    return pdf(form);
  },
  async (_context, _input, file) => file,
);

async function handoverOf(tx: Tx, stop_id: number): Promise<PrintForm> {
  const [found] = await tx.rows<{ shipment_id: number }>(
    `select t.shipment_id from transport.stop t join transport.shipment s using (shipment_id) where t.stop_id = $1`,
    [stop_id],
  );
  if (found === undefined) notFound('stop', stop_id);
  const shipment = await readShipment(tx, found.shipment_id);
  const stop = shipment.stop_rows.find((one) => one.stop_id === stop_id)!;
  return handoverForm(shipment, stop, await issuerOf(tx, shipment));
}

async function pdf(form: PrintForm) {
  return {
    name: `${form.title} ${form.document_no}.pdf`,
    type: 'application/pdf',
    bytes: await printPdf(form),
  };
}

async function issuerOf(tx: Tx, { from_warehouse_id }: Shipment): Promise<string> {
  const { name } = await tx.one<{ name: string }>(
    `select p.name from masterdata.v_warehouse w join masterdata.v_partner p on p.partner_id = w.legal_entity_id
     where w.warehouse_id = $1`,
    [from_warehouse_id],
  );
  return name;
}

/** Shown on paper as people at the door read a clock; forms are kept in Chinese and in the time of the company. */
const at = (instant: string | null | undefined) =>
  instant == null
    ? ''
    : new Intl.DateTimeFormat('zh-CN', {
        dateStyle: 'short',
        timeStyle: 'short',
        timeZone: 'Asia/Shanghai',
      }).format(Date.parse(instant));
const degrees = (value: number | null | undefined) => (value == null ? '' : `${value} ℃`);

/** What the devices on board have measured between departure and handover. */
function measuredRange(handover: Stop['handover']): string {
  const { measured_min_c = null, measured_max_c = null } = handover ?? {};
  return measured_min_c === null ? '' : `${measured_min_c} ～ ${measured_max_c} ℃`;
}

/** The form that both sides sign. What nobody has measured yet is left empty, to be written by hand. */
function handoverForm(shipment: Shipment, stop: Stop, issuer: string): PrintForm {
  const { handover } = stop;
  const cold = shipment.temperature_class !== 'ambient';
  return {
    title: cold ? '冷链运输交接单' : '货物交接单',
    issuer,
    document_no: handover?.document_no ?? shipment.document_no,
    template: 'LLJJ-1',
    copy_no: 1,
    language: 'zh',
    facts: [
      { label: '运单号', value: shipment.document_no },
      { label: '承运单位', value: shipment.carrier_name ?? '自有车辆' },
      { label: '车牌号', value: shipment.vehicle_code ?? '' },
      { label: '发货仓库', value: shipment.from_warehouse_name },
      { label: '收货单位', value: stop.destination },
      { label: '司机', value: shipment.driver_name ?? '' },
      { label: '收货地址', value: stop.address, wide: true },
      ...(cold
        ? [
            { label: '温度要求', value: `${shipment.temp_min_c ?? ''} ～ ${shipment.temp_max_c ?? ''} ℃` },
            { label: '温度记录仪编号', value: shipment.logger_no ?? '' },
            { label: '封签号', value: shipment.seal_no ?? '' },
            { label: '启运温度', value: degrees(shipment.departure_temp_c) },
            { label: '到货温度', value: degrees(handover?.arrival_temp_c) },
            { label: '保温箱', value: shipment.box_codes.join(' ') },
            { label: '在途温度', value: measuredRange(handover) },
            { label: '平均动力学温度', value: degrees(handover?.measured_mkt_c) },
            { label: '在途读数', value: handover?.measured_readings?.toString() ?? '' },
          ]
        : []),
      { label: '启运时间', value: at(shipment.departed_at) },
      { label: '到达时间', value: at(stop.arrived_at) },
      { label: '交接时间', value: at(handover?.handed_over_at) },
    ],
    tables: [
      {
        columns: [
          { label: '单据号', share: 1.6 },
          { label: '产品编码', share: 1.2 },
          { label: '产品名称', share: 3 },
          { label: '批号', share: 1.6 },
          { label: '失效日期', share: 1.2 },
          { label: '数量', align: 'right' },
          { label: '拒收', align: 'right' },
          { label: '拒收原因', share: 1.6 },
        ],
        rows: stop.documents.flatMap((document) =>
          document.lines.map((line) => [
            document.document_no,
            line.item_code,
            line.item_name,
            line.lot_no,
            line.expiry_date ?? '',
            `${line.qty} ${line.unit}`,
            line.qty_refused > 0 ? String(line.qty_refused) : '',
            line.refusal_reason ?? '',
          ]),
        ),
      },
    ],
    notes: [
      ...(handover?.reason ? [`说明: ${handover.reason}`] : []),
      ...(cold ? ['到货温度不在温度要求之内,或无在途温度记录的,收货方可以拒收。'] : []),
    ],
    signatures: [
      `交货人 ${handover?.handed_over_by_name ?? ''}`,
      `收货人 ${handover?.received_by_name ?? ''}`,
    ],
  };
}

function loadingList(shipment: Shipment, issuer: string): PrintForm {
  return {
    title: '装车单',
    issuer,
    document_no: shipment.document_no,
    template: 'ZCD-1',
    copy_no: 1,
    language: 'zh',
    facts: [
      { label: '发货仓库', value: shipment.from_warehouse_name },
      { label: '承运单位', value: shipment.carrier_name ?? '自有车辆' },
      { label: '车牌号', value: shipment.vehicle_code ?? '' },
      { label: '司机', value: shipment.driver_name ?? '' },
      { label: '计划发车', value: at(shipment.planned_departure_at) },
      { label: '里程', value: `${shipment.distance_km} km` },
    ],
    tables: [
      {
        columns: [
          { label: '站', share: 0.5, align: 'center' },
          { label: '目的地', share: 2.5 },
          { label: '地址', share: 3 },
          { label: '单据号', share: 1.6 },
          { label: '件数', share: 0.7, align: 'right' },
          { label: '箱码', share: 2.4 },
          { label: '计划到达', share: 1.6 },
        ],
        // The last stop is loaded first, so the list is read from its end at the dock.
        rows: shipment.stop_rows.flatMap((stop) =>
          stop.documents.map((document) => [
            String(stop.stop_no),
            stop.destination,
            stop.address,
            document.document_no,
            String(document.packages),
            document.ssccs.join(' '),
            at(stop.planned_arrival_at),
          ]),
        ),
      },
    ],
    signatures: ['装车人', '司机', '复核人'],
  };
}
