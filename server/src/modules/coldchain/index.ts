/** The door of module coldchain: who watches the temperature, what was out of range, and what was there. */
import type { Job } from '../../platform/jobs.ts';
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import type { Loop } from '../../platform/worker.ts';
import { acknowledgeAlarms, listAlarms } from './alarms.ts';
import { listBudgets, recordHandling, saveBudgets } from './budgets.ts';
import { closeExcursion } from './close-excursion.ts';
import { decideExcursion } from './decide-excursion.ts';
import { listDevices, makeKey, saveDevice } from './devices.ts';
import { getArea } from './get-area.ts';
import { getExcursion } from './get-excursion.ts';
import { getSeries } from './get-series.ts';
import { importFile, previewFile } from './import-file.ts';
import { judgeAreas } from './judge-areas.ts';
import { listAreas } from './list-areas.ts';
import { listExcursions } from './list-excursions.ts';
import { listTasks } from './list-tasks.ts';
import { listManual, recordManual } from './manual-readings.ts';
import { type MqttConfig, startMqtt } from './mqtt.ts';
import { placeDevice } from './place-device.ts';
import { qualify } from './qualify.ts';
import { recordReadings, sendReadings } from './record-readings.ts';
import { getRules, setRule } from './rules.ts';
import { saveArea } from './save-area.ts';
import { listPeople, setContacts } from './set-contacts.ts';
import { getTemperatureFile } from './temperature-file.ts';
import { startJudging } from './unjudged.ts';

export {
  assignLoad,
  endLoad,
  type FleetUnit,
  type Journey,
  journeyOf,
  loggerOf,
  noteFleet,
  type Unfit,
  unfitForCold,
} from './fleet.ts';
export { countReadings, deleteReadings } from './retention.write.ts';
export { judgeMarked } from './unjudged.ts';

export const verbs: ServerVerb[] = [
  listAreas,
  getArea,
  saveArea,
  setContacts,
  listPeople,
  listDevices,
  saveDevice,
  makeKey,
  placeDevice,
  qualify,
  recordReadings,
  sendReadings,
  previewFile,
  importFile,
  getSeries,
  getTemperatureFile,
  listManual,
  recordManual,
  listTasks,
  judgeAreas,
  listAlarms,
  acknowledgeAlarms,
  listExcursions,
  getExcursion,
  closeExcursion,
  decideExcursion,
  getRules,
  setRule,
  listBudgets,
  saveBudgets,
  recordHandling,
];
export const jobs: Job[] = [];
/** What looks after the cold chain by itself: judging, and taking readings over MQTT. */
export const loops = (config: MqttConfig): Loop[] => [
  startJudging,
  (db, log) => {
    const mqtt = startMqtt(db, log, config);
    return { stop: async () => (await mqtt).stop() };
  },
];
export const consumers: Consumer[] = [];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {
  area_code_key: 'coldchain.area_code_taken',
};
