import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { publishedQuery, recordsQuery } from "@/api/queries/records";
import type { Filter } from "@/core/filter/filter";
import { fieldOf } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import type { Place } from "../contract";
import { CellContext } from "../scope";
import styles from "../subform/subform.module.css";

interface Props {
  place: Place;
  form: string;
  filter: Filter;
  columns: string[];
}

/** The records of another form that belong to this one, as a table to look at. */
export function RelatedRecords({ place, form, filter, columns }: Props) {
  const { t } = useTranslation("fields");
  const localised = useLocalised();
  const Cell = useContext(CellContext);
  const published = useQuery(publishedQuery(place.app, form));
  const list = useInfiniteQuery(recordsQuery(place.app, form, { filter, limit: 20, count: "none" }));
  if (list.isPending || published.isPending) {
    return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  }
  const records = list.data?.pages.flatMap((page) => page.records) ?? [];
  const fields = columns.flatMap((key) => {
    const field = published.data ? fieldOf(published.data.spec, key) : undefined;
    return field ? [field] : [];
  });
  if (records.length === 0) {
    return <span className={styles.none}>{t("querylist.none")}</span>;
  }
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t("querylist.record")}</th>
            {fields.map((field) => (
              <th key={field.key}>{localised(field.label)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.id}>
              <td style={{ padding: 8 }}>
                <Link to="/apps/$app/forms/$form/records/$id" params={{ app: place.app, form, id: record.id }}>
                  {record.title}
                </Link>
              </td>
              {fields.map((field) => (
                <td key={field.key} data-label={localised(field.label)} style={{ padding: 8 }}>
                  {Cell ? (
                    <Cell field={field} value={record.values[field.key]} values={record.values} place={place} />
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
