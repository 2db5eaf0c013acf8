import { theme as antdTheme, type ThemeConfig } from "antd";

/** Light or dark; `system` follows the device. */
export type Mode = "light" | "dark";

/** Comfortable for reading, compact for those who work in lists all day. */
export type Density = "comfortable" | "compact";

/**
 * The colours of one mode. Everything that is drawn takes its colours from here, either through
 * antd's tokens or through the custom properties `--m-*` that `applyPalette` writes.
 */
export interface Palette {
  /** Fills of primary buttons and checked boxes; white text stands on it. */
  accent: string;
  accentHover: string;
  accentActive: string;
  /** The accent as text, icon or line on a surface. */
  accentText: string;
  /** A selected row or menu item. */
  accentSoft: string;
  /** The second colour of the logo: the tenon. */
  wood: string;
  page: string;
  surface: string;
  raised: string;
  sunken: string;
  line: string;
  lineStrong: string;
  text: string;
  textSoft: string;
  textFaint: string;
  success: string;
  warning: string;
  danger: string;
  shadow: string;
}

export const palettes: Record<Mode, Palette> = {
  light: {
    accent: "#1d5c48",
    accentHover: "#26755b",
    accentActive: "#154736",
    accentText: "#1d5c48",
    accentSoft: "#e7f0ec",
    wood: "#b5793f",
    page: "#f7f6f3",
    surface: "#ffffff",
    raised: "#ffffff",
    sunken: "#f1efea",
    line: "#e4e1da",
    lineStrong: "#cbc6bb",
    text: "#211f1b",
    textSoft: "#5a564d",
    textFaint: "#706b61",
    success: "#2f7a1f",
    warning: "#96610a",
    danger: "#b3261e",
    shadow: "0 6px 24px rgba(45, 38, 25, 0.12)",
  },
  dark: {
    accent: "#2a7a5e",
    accentHover: "#338c6d",
    accentActive: "#226750",
    accentText: "#6fc6a6",
    accentSoft: "#1d332b",
    wood: "#d39a5f",
    page: "#161512",
    surface: "#1e1d19",
    raised: "#262420",
    sunken: "#191815",
    line: "#36332d",
    lineStrong: "#504c43",
    text: "#ece9e2",
    textSoft: "#b9b4a9",
    textFaint: "#9a9488",
    success: "#86c774",
    warning: "#e0aa55",
    danger: "#f0857d",
    shadow: "0 6px 24px rgba(0, 0, 0, 0.5)",
  },
};

/** Type scale: five sizes, in px. */
export const typeScale = { small: 12, body: 14, lead: 16, title: 20, display: 28 } as const;

export const fontFamily =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", Roboto, "Helvetica Neue", sans-serif';

/** A colour over another, as thin as a wash. */
export function tint(colour: string, over: string, share = 0.1): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(1 + 2 * at, 3 + 2 * at), 16);
  const mixed = [0, 1, 2].map((at) => Math.round(channel(colour, at) * share + channel(over, at) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** antd's theme for a mode and a density. */
export function antdConfig(mode: Mode, density: Density, calm: boolean): ThemeConfig {
  const p = palettes[mode];
  const algorithms = [mode === "dark" ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm];
  if (density === "compact") {
    algorithms.push(antdTheme.compactAlgorithm);
  }
  return {
    algorithm: algorithms,
    cssVar: { key: `mortise-${mode}-${density}` },
    token: {
      colorPrimary: p.accent,
      colorPrimaryHover: p.accentHover,
      colorPrimaryActive: p.accentActive,
      colorPrimaryText: p.accentText,
      colorPrimaryTextHover: p.accentText,
      colorPrimaryBg: p.accentSoft,
      colorPrimaryBgHover: p.accentSoft,
      colorPrimaryBorder: p.accentText,
      colorInfo: p.accentText,
      colorInfoBg: p.accentSoft,
      colorInfoBorder: p.accentSoft,
      colorSuccessBg: tint(p.success, p.surface),
      colorSuccessBorder: tint(p.success, p.surface, 0.3),
      colorWarningBg: tint(p.warning, p.surface),
      colorWarningBorder: tint(p.warning, p.surface, 0.3),
      colorErrorBg: tint(p.danger, p.surface),
      colorErrorBorder: tint(p.danger, p.surface, 0.3),
      colorLink: p.accentText,
      colorLinkHover: p.accentHover,
      colorLinkActive: p.accentActive,
      colorSuccess: p.success,
      colorWarning: p.warning,
      colorError: mode === "dark" ? "#d9534a" : p.danger,
      colorErrorText: p.danger,
      colorBgLayout: p.page,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      colorText: p.text,
      colorTextSecondary: p.textSoft,
      colorTextTertiary: p.textFaint,
      colorTextDescription: p.textFaint,
      colorTextPlaceholder: p.textFaint,
      fontFamily,
      fontSize: typeScale.body,
      borderRadius: 6,
      motion: !calm,
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.15s",
      wireframe: false,
    },
    components: {
      Button: {
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        fontWeight: 500,
        defaultHoverColor: p.accentText,
        defaultHoverBorderColor: p.accentText,
        defaultActiveColor: p.accentText,
        defaultActiveBorderColor: p.accentText,
      },
      Menu: {
        itemSelectedColor: p.accentText,
        itemSelectedBg: p.accentSoft,
        itemBorderRadius: 6,
        activeBarBorderWidth: 0,
      },
      Tabs: { itemSelectedColor: p.accentText, itemHoverColor: p.accentText, inkBarColor: p.accentText },
      Table: {
        headerBg: p.sunken,
        headerColor: p.textSoft,
        headerSplitColor: "transparent",
        rowHoverBg: p.sunken,
        rowSelectedBg: p.accentSoft,
        rowSelectedHoverBg: p.accentSoft,
        borderColor: p.line,
      },
      Form: { labelColor: p.textSoft, verticalLabelPadding: "0 0 4px", labelHeight: 22 },
      Dropdown: { colorPrimary: p.accentText },
      Layout: { headerBg: p.surface, siderBg: p.surface, bodyBg: p.page },
    },
  };
}

/** Writes the palette as custom properties, for style sheets of our own. */
export function applyPalette(mode: Mode, root: HTMLElement): void {
  for (const [name, value] of Object.entries(palettes[mode])) {
    root.style.setProperty(`--m-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value);
  }
  root.style.setProperty("--m-font", fontFamily);
  root.dataset.mode = mode;
  root.style.colorScheme = mode;
}
