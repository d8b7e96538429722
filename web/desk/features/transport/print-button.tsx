import { PrinterOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { ApiError } from '../../app/api-error.ts';
import { saveFile } from '../../app/download.ts';
import { useProblemText } from '../../app/problem-view.tsx';

type Props = {
  readonly label: string;
  readonly fetch: () => Promise<{ name: string; type: string; bytes: Uint8Array }>;
  readonly small?: boolean;
};

/** Fetches a paper and hands it to the person as a file. */
export function PrintButton({ label, fetch, small = false }: Props) {
  const { message } = App.useApp();
  const describe = useProblemText();
  const [busy, setBusy] = useState(false);
  const print = async () => {
    setBusy(true);
    try {
      saveFile(await fetch());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      void message.error(describe(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      icon={<PrinterOutlined />}
      size={small ? 'small' : 'middle'}
      loading={busy}
      onClick={() => void print()}
    >
      {label}
    </Button>
  );
}
