import { reAuthenticate } from '@tongcang/contract';
import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { dictionary, useText } from '../../ui/index.ts';
import { useAction } from './api.ts';
import { ProblemView } from './problem-view.tsx';
import type { Answer } from './reauthenticate.tsx';
import { useUser } from './session.ts';

const text = dictionary(
  {
    title: '电子签名',
    hint: '请输入密码，确认由 {name} 本人签名。5 分钟内再次签名无需重复输入。',
    password: '密码',
    sign: '签名',
    cancel: '取消',
  },
  {
    title: 'Electronic signature',
    hint: 'Give your password to confirm that {name} signs. It holds for 5 minutes.',
    password: 'Password',
    sign: 'Sign',
    cancel: 'Cancel',
  },
);

/** The password again: a signature has two components, who is signed in and what only this person knows. */
export default function ReauthenticateDialog({ answer }: { answer: Answer }) {
  const t = useText(text);
  const user = useUser();
  const field = useId();
  const [password, setPassword] = useState('');
  const prove = useAction(reAuthenticate, { invalidates: [] });
  const submit = async () => {
    if (password === '') return;
    await prove.run({ password });
    answer(true);
  };
  return (
    <Modal
      open
      title={t('title')}
      okText={t('sign')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: prove.busy, disabled: password === '' }}
      onOk={() => void submit().catch(() => undefined)}
      onCancel={() => answer(false)}
      width={420}
      zIndex={1200}
    >
      <p>{t('hint', { name: user.display_name })}</p>
      <div className="tc-labelled">
        <label htmlFor={field}>{t('password')}</label>
        <Input.Password
          id={field}
          autoFocus
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          onPressEnter={() => void submit().catch(() => undefined)}
        />
      </div>
      {prove.error ? <ProblemView error={prove.error} /> : null}
    </Modal>
  );
}
