import type { EChartsCoreOption } from "echarts/core";
import { formatNumber } from "@/core/pivot-model/format";
import type { NumberFormat } from "@/core/pivot-model/spec";
import type { Palette } from "@/theme";

export type ChartKind = "bar" | "line" | "area" | "pie";
export const isChartKind = (kind: string): kind is ChartKind => ["bar", "line", "area", "pie"].includes(kind);

/** What a chart draws, in words and numbers. */
export interface ChartData {
  kind: ChartKind;
  /** The font of the page: what is drawn does not inherit it. */
  font?: string;
  categories: string[];
  series: { name: string; values: (number | null)[]; format?: NumberFormat }[];
}

const colours = ["#1d7a5c", "#c07d3c", "#4a6fb5", "#a8475c", "#7d8f2e", "#8157a6", "#2a8f95", "#b0632f"];

/** The chart of some data, in the colours of the page. Patterns tell series apart besides colour. */
export function chartOption(data: ChartData, palette: Palette, locale: "zh-CN" | "en"): EChartsCoreOption {
  const text = (value: unknown, format?: NumberFormat) =>
    typeof value === "number" ? formatNumber(plain(value), format, locale) : "—";
  const shared = {
    color: colours,
    textStyle: { color: palette.textSoft, fontFamily: data.font },
    aria: { enabled: true, decal: { show: data.series.length > 1 || data.kind === "pie" } },
    animationDuration: 150,
    legend: {
      top: 0,
      show: data.series.length > 1 || data.kind === "pie",
      type: "scroll",
      textStyle: { color: palette.textSoft },
    },
  };
  if (data.kind === "pie") {
    const [series] = data.series;
    return {
      ...shared,
      tooltip: { trigger: "item", valueFormatter: (value: unknown) => text(value, series?.format) },
      series: [
        {
          type: "pie",
          name: series?.name,
          radius: ["40%", "70%"],
          top: 40,
          label: { color: palette.textSoft },
          data: data.categories.map((name, at) => ({ name, value: series?.values[at] ?? 0 })),
        },
      ],
    };
  }
  const line = { lineStyle: { color: palette.line } };
  return {
    ...shared,
    grid: { left: 8, right: 16, top: 48, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis" },
    xAxis: {
      type: "category",
      data: data.categories,
      axisLine: line,
      axisTick: { show: false },
      axisLabel: { color: palette.textSoft, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitLine: line,
      axisLabel: {
        color: palette.textSoft,
        formatter: (value: number) => formatNumber(plain(value), "compact", locale),
      },
    },
    series: data.series.map((series) => ({
      type: data.kind === "bar" ? "bar" : "line",
      name: series.name,
      data: series.values,
      barMaxWidth: 40,
      areaStyle: data.kind === "area" ? { opacity: 0.2 } : undefined,
      tooltip: { valueFormatter: (value: unknown) => text(value, series.format) },
    })),
  };
}

/** A number of a chart as digits, never with an exponent. */
const plain = (value: number) => value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 6 });
