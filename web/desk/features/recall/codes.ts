import { recall_errors } from '@tongcang/contract';

/** What the screen itself asks for before a case can start. */
const recall_codes = {
  'web.recall_class': { zh: '请选择召回级别', en: 'Choose the class of the recall' },
  'web.recall_facts': { zh: '请填写主题和原因', en: 'Give the subject and the reason' },
  'web.recall_preview': { zh: '请先预览范围', en: 'Preview the scope first' },
};

/** Sentences by code; loaded after the desk has opened. */
export default [recall_errors, recall_codes];
