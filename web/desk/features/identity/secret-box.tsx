import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { copyText, useText } from '../../../ui/index.ts';
import { accessText } from './settings-text.ts';

/** A secret that is shown once: in full, selectable, with a button that copies it. */
export function SecretBox({ label, secret }: { label: string; secret: string }) {
  const t = useText(accessText);
  const { message } = App.useApp();
  const copy = async () => {
    if (await copyText(secret)) void message.success(t('copied'));
    else void message.warning(t('copy_failed'));
  };
  return (
    <div className="tc-secret">
      <span className="tc-muted">{label}</span>
      <code>{secret}</code>
      <Button icon={<CopyOutlined />} onClick={() => void copy()}>
        {t('copy')}
      </Button>
    </div>
  );
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A first password of 16 characters that cannot be misread (no 0 O 1 l I); about 92 bits. */
export function makePassword(): string {
  // Values that would make some letters likelier than others are drawn again.
  const limit = 256 - (256 % LETTERS.length);
  let made = '';
  while (made.length < 16) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte! < limit) made += LETTERS[byte! % LETTERS.length];
  }
  return made;
}
