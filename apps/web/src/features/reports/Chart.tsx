import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, registerLocale, use } from "echarts/core";
import zh from "echarts/i18n/langZH-obj.js";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { currentLocale } from "@/i18n";
import { palettes } from "@/theme";
import { useMode } from "@/ui/Look";
import { type ChartData, chartOption } from "./chartOption";

use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);
registerLocale("ZH", zh);

/** A pivot as bars, lines or a pie; the same figures stand in the table beside it. */
export function Chart({ data, label }: { data: ChartData; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const mode = useMode();
  const locale = currentLocale();
  useEffect(() => {
    if (!frame.current) {
      return;
    }
    const chart = init(frame.current, undefined, { locale: locale === "en" ? "EN" : "ZH" });
    chart.setOption(chartOption({ ...data, font: getComputedStyle(frame.current).fontFamily }, palettes[mode], locale));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [data, mode, locale]);
  return <div ref={frame} role="img" aria-label={label} style={{ width: "100%", height: 420 }} />;
}
