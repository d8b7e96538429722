import { PrinterOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { dictionary, useLanguage, useText } from '../../ui/index.ts';
import { call, type VerbLike } from './api.ts';
import { saveFile } from './download.ts';

const text = dictionary(
  { print: '打印', failed: '打印失败，请稍后再试' },
  { print: 'Print', failed: 'Could not be printed; try again' },
);

type Props = {
  /** A verb that answers with a file and takes `language`. */
  readonly verb: VerbLike;
  readonly input: Readonly<Record<string, unknown>>;
  readonly label?: string;
};

/** Fetches a record as PDF in the reader's language. */
export function PrintButton({ verb, input, label }: Props) {
  const t = useText(text);
  const language = useLanguage();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const print = async () => {
    setBusy(true);
    try {
      saveFile((await call(verb, { ...input, language })) as Parameters<typeof saveFile>[0]);
    } catch {
      void message.error(t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<PrinterOutlined />} loading={busy} onClick={() => void print()}>
      {label ?? t('print')}
    </Button>
  );
}
