import { BarChartOutlined, DashboardOutlined, FileTextOutlined } from "@ant-design/icons";
import type { NavEntry } from "@/core/navigation";

const icons = { form: FileTextOutlined, report: BarChartOutlined, dashboard: DashboardOutlined };

/** The sign of what stands in an app's navigation, the same wherever it is named. */
export function EntryIcon({ kind, className }: { kind: NavEntry["kind"]; className?: string }) {
  const Icon = icons[kind];
  return <Icon className={className} aria-hidden />;
}
