import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { dayText } from "@/core/view-model/axis";
import { useLocalised } from "@/ui/localised";
import { type List, recordLink } from "../../list/useList";
import styles from "./Gantt.module.css";
import type { useGantt } from "./useGantt";

interface Props {
  list: List;
  gantt: ReturnType<typeof useGantt>;
}

/** What the chart shows, in words and figures. */
export function GanttTable({ list, gantt }: Props) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const { records, bars, before, critical, hasDependencies, withProgress } = gantt;
  const titles = new Map(records.map((record) => [record.id, record.title]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
    <section className={styles.frame} tabIndex={0} aria-label={t("time.label", { name: localised(list.view?.name) })}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{localised(list.spec.name)}</th>
            <th scope="col">{t("setting.start")}</th>
            <th scope="col">{t("setting.end")}</th>
            <th scope="col" className={styles.number}>
              {t("time.length")}
            </th>
            {withProgress ? (
              <th scope="col" className={styles.number}>
                {t("setting.progress")}
              </th>
            ) : null}
            {hasDependencies ? (
              <>
                <th scope="col">{t("setting.depends")}</th>
                <th scope="col">{t("time.criticalPath")}</th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => {
            const bar = bars.get(record.id);
            const firsts = (before.get(record.id) ?? []).map((id) => titles.get(id)).filter((title) => title);
            return (
              <tr key={record.id}>
                <th scope="row">
                  <Link {...recordLink(list, record)}>{record.title}</Link>
                </th>
                <td className="tabular">{bar ? dayText(bar.span.start) : "—"}</td>
                <td className="tabular">{bar ? dayText(bar.span.end) : "—"}</td>
                <td className={styles.number}>{bar ? bar.span.end - bar.span.start + 1 : "—"}</td>
                {withProgress ? (
                  <td className={styles.number}>{bar?.progress === undefined ? "—" : `${bar.progress}%`}</td>
                ) : null}
                {hasDependencies ? (
                  <>
                    <td>{firsts.join(t("time.and")) || "—"}</td>
                    <td>{critical.has(record.id) ? t("time.critical") : "—"}</td>
                  </>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
