/** Why a button is blocked, where no request is made for it. */
export const coldchain_codes = {
  'coldchain.still_open': {
    zh: '温度尚未恢复，恢复后才能处置',
    en: 'The temperature is not back in range yet',
  },
} as const;
