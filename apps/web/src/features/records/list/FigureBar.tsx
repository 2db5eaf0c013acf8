import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pivotQuery } from "@/api/queries/reports";
import type { Json } from "@/api/types";
import type { PivotSpec } from "@/core/pivot-model/spec";
import { figuresPivot, type ViewFigure } from "@/core/view-model/figures";
import { fieldText } from "@/fields/texts";
import { currentLocale } from "@/i18n";
import { useLocalised } from "@/ui/localised";
import styles from "./ListPage.module.css";
import { columnField, type List } from "./useList";

/** Figures over all records of the list, not only those that are shown. */
export function FigureBar({ list }: { list: List }) {
  const figures = (list.view?.show.settings.figures as ViewFigure[] | undefined) ?? [];
  // A search narrows what is listed and not what a pivot counts: then no figure is better than a wrong one.
  return figures.length > 0 && !list.search.q ? <Figures list={list} figures={figures} /> : null;
}

function Figures({ list, figures }: { list: List; figures: ViewFigure[] }) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const pivot: PivotSpec = figuresPivot(list.form, figures, [list.view?.filter, list.search.filter]);
  const { data } = useQuery(pivotQuery(list.app, pivot));
  const cells: Json[] = data?.cells[0] ?? [];
  return data ? (
    <dl className={styles.figures}>
      {figures.map((figure, at) => {
        const field = columnField(list.spec, figure.field);
        return (
          <div key={`${figure.field}/${figure.agg}`}>
            <dt>{t("figureOf", { agg: t(`agg.${figure.agg}`), name: localised(field.label) })}</dt>
            <dd className="tabular">{fieldText(field, cells[at] ?? null, currentLocale()) || "—"}</dd>
          </div>
        );
      })}
    </dl>
  ) : null;
}
