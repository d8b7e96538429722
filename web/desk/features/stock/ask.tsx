import { App, Button } from 'antd';
import { useCallback } from 'react';
import { formatDate, type Language, useLanguage, useText } from '../../../ui/index.ts';
import { ApiError } from '../../app/api-error.ts';
import { stockText } from './text.ts';

/** What is sent to have a code looked up; `item_id` where only the item tells several meanings apart. */
export type Asked = { readonly code: string; readonly item_id?: number };
type Choice = Asked & { readonly label: string };

/**
 * Looks a code up; where it can be read in several ways, asks which one is meant and looks that up. A question that is
 * closed without an answer leaves the refusal as it was.
 */
export function useAsk(): <T>(code: string, look: (asked: Asked) => Promise<T>) => Promise<T> {
  const { modal } = App.useApp();
  const t = useText(stockText);
  const language = useLanguage();
  return useCallback(
    async (code, look) => {
      try {
        return await look({ code });
      } catch (error) {
        const choices = choicesOf(error, language, t('reading_lot_only'));
        const chosen =
          choices.length === 0
            ? null
            : await new Promise<Choice | null>((answer) => {
                const dialog = modal.confirm({
                  title: t('ask_reading'),
                  icon: null,
                  footer: null,
                  closable: true,
                  mask: { closable: true },
                  afterClose: () => answer(null),
                  content: (
                    <>
                      <p className="tc-muted">{t('ask_reading_why')}</p>
                      <ul className="tc-plain-list">
                        {choices.map((choice) => (
                          <li key={choice.label}>
                            <Button
                              block
                              size="large"
                              onClick={() => {
                                answer(choice);
                                dialog.destroy();
                              }}
                            >
                              {choice.label}
                            </Button>
                          </li>
                        ))}
                      </ul>
                    </>
                  ),
                });
              });
        if (chosen === null) throw error;
        const { label: _, ...asked } = chosen;
        return look(asked);
      }
    },
    [modal, t, language],
  );
}

/** The readings of a doubtful code, as the refusal names them. */
function choicesOf(error: unknown, language: Language, nothing: string): readonly Choice[] {
  if (!(error instanceof ApiError) || error.params.problem !== 'AMBIGUOUS') return [];
  return error.errors.flatMap(({ params }): Choice[] => {
    if (typeof params.code !== 'string') return [];
    const item_id = typeof params.item_id === 'number' ? { item_id: params.item_id } : {};
    return [{ code: params.code, ...item_id, label: labelOf(params, language) || nothing }];
  });
}

type Params = ApiError['params'];
function labelOf(params: Params, language: Language): string {
  const zh = language === 'zh';
  const part = (name: string, value: Params[string]) => (value == null ? [] : [`${name} ${value}`]);
  const expiry = typeof params.expiry_date === 'string' ? formatDate(params.expiry_date, language) : null;
  return [
    ...(params.item_code == null ? [] : [String(params.item_code)]),
    ...part(zh ? '批号' : 'Lot', params.lot ?? params.lot_no ?? null),
    ...part(zh ? '序列号' : 'Serial', params.serial ?? params.serial_no ?? null),
    ...part(zh ? '失效日期' : 'Expires', expiry),
  ].join(' · ');
}
