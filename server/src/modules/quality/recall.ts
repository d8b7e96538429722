/** Recalls and holds as cases: their verbs. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { addRecallPaper } from './add-recall-paper.ts';
import { answerRecallNotice } from './answer-recall-notice.ts';
import { closeRecall } from './close-recall.ts';
import { explainRecallNotice } from './explain-recall-notice.ts';
import { exportRecall } from './export-recall.ts';
import { getRecall } from './get-recall.ts';
import { getRecallPaper } from './get-recall-paper.ts';
import { liftRecall } from './lift-recall.ts';
import { listRecallNotices } from './list-recall-notices.ts';
import { listRecalls } from './list-recalls.ts';
import { previewRecall } from './preview-recall.ts';
import { printRecallNotice } from './print-recall-notice.ts';
import { printRecallReport } from './print-recall-report.ts';
import { listRecallDeadlines, setRecallDeadline } from './recall-deadlines.ts';
import { recordRecallAnswer } from './record-recall-answer.ts';
import { sendRecallNotices } from './send-recall-notices.ts';
import { startRecall } from './start-recall.ts';

export const recall_verbs: readonly ServerVerb[] = [
  previewRecall,
  startRecall,
  listRecalls,
  getRecall,
  sendRecallNotices,
  listRecallNotices,
  answerRecallNotice,
  recordRecallAnswer,
  explainRecallNotice,
  liftRecall,
  closeRecall,
  printRecallNotice,
  printRecallReport,
  exportRecall,
  addRecallPaper,
  getRecallPaper,
  listRecallDeadlines,
  setRecallDeadline,
];
