import { Input } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { masterdataText } from './text.ts';

type FindProps = {
  readonly find: string;
  readonly placeholder: string;
  readonly onFind: (text: string) => void;
};

/** The search that the server does, over all records and in the ways only it knows (pinyin initials). */
export function FindBox({ find, placeholder, onFind }: FindProps) {
  const t = useText(masterdataText);
  const [typed, setTyped] = useState(find);
  return (
    <Input.Search
      className="tc-find"
      allowClear
      aria-label={t('find_label')}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value === '') onFind('');
      }}
      onSearch={(text) => onFind(text.trim())}
    />
  );
}
