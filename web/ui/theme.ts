import { type ThemeConfig, theme } from 'antd';
import { cssVariables, type Mode, palettes } from './palette.ts';

const FONT =
  '-apple-system, "Segoe UI", Roboto, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';
const MONO = 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace';

/** Ant Design's tokens from the palette: 13 px text, 4 px grid, 32 px controls, quiet borders, one accent. */
export function antdTheme(mode: Mode): ThemeConfig {
  const p = palettes[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    token: {
      fontFamily: FONT,
      fontFamilyCode: MONO,
      fontSize: 13,
      sizeUnit: 4,
      sizeStep: 4,
      borderRadius: 6,
      borderRadiusLG: 8,
      controlHeight: 32,
      controlHeightSM: 26,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
      colorPrimary: p.accent,
      colorPrimaryHover: p.accent_hover,
      colorLink: p.accent_text,
      colorLinkHover: p.accent_text,
      colorInfo: p.tones.accent.solid,
      colorSuccess: p.tones.ok.solid,
      colorWarning: p.tones.warn.solid,
      colorError: p.tones.bad.solid,
      colorErrorText: p.tones.bad.text,
      colorText: p.text,
      colorTextSecondary: p.text_2,
      colorTextTertiary: p.text_3,
      colorTextDescription: p.text_3,
      colorTextPlaceholder: p.text_3,
      colorTextDisabled: p.text_3,
      colorIcon: p.text_3,
      colorBgLayout: p.page,
      colorBgContainer: p.surface,
      colorBgElevated: p.surface,
      colorBgContainerDisabled: p.sunken,
      colorBorder: p.line_strong,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      controlItemBgHover: p.hover,
      controlItemBgActive: p.active,
      controlItemBgActiveHover: p.active,
      boxShadow: p.shadow,
      boxShadowSecondary: p.shadow,
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        // On dark ground a lighter red carries dark words; on light ground a deep red carries white ones.
        ...(mode === 'dark'
          ? { colorError: '#f2867e', colorErrorHover: '#f7a29b', dangerColor: '#2a0b0a' }
          : { colorError: '#c4322a', colorErrorHover: '#a8211b' }),
      },
      Form: {
        labelColor: p.text_2,
        verticalLabelPadding: '0 0 4px',
        itemMarginBottom: 16,
        labelRequiredMarkColor: p.tones.bad.text,
      },
      Modal: { titleFontSize: 15, contentBg: p.surface, headerBg: p.surface },
      Tooltip: mode === 'dark' ? { colorBgSpotlight: '#343c48' } : {},
      Segmented: { trackBg: p.hover, itemSelectedBg: p.surface },
      Select: { optionSelectedBg: p.active, optionSelectedColor: p.text },
      Tag: { defaultBg: p.tones.neutral.soft },
    },
  };
}

/** Writes the palette where the kit's style sheet reads it. Called before the first paint and on every switch. */
export function applyMode(mode: Mode): void {
  const root = document.documentElement;
  root.dataset.theme = mode;
  root.style.colorScheme = mode;
  root.style.background = palettes[mode].page;
  root.style.setProperty('--tc-font', FONT);
  root.style.setProperty('--tc-mono', MONO);
  for (const [name, value] of Object.entries(cssVariables(mode))) root.style.setProperty(name, value);
}
