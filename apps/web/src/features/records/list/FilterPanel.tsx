import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { emptyGroup, type FilterGroup, fromFilter, toFilter } from "@/core/filter/rows";
import { systemFields } from "@/core/form-model/system";
import { FilterBuilder } from "@/fields/FilterBuilder";
import styles from "./panels.module.css";
import type { List } from "./useList";

/** Builds the filter of the list; it takes effect when the person says so. */
export function FilterPanel({ list, onClose }: { list: List; onClose: () => void }) {
  const { t } = useTranslation("records");
  const { spec, search, change, app, form } = list;
  const given = search.filter ? fromFilter(search.filter) : emptyGroup;
  const [group, setGroup] = useState<FilterGroup>(given ?? emptyGroup);
  const apply = (filter: FilterGroup) => {
    change({ filter: toFilter(filter) ?? undefined });
    onClose();
  };
  return (
    <div className={styles.filter}>
      {given ? null : <Alert type="info" showIcon title={t("list.filterTooDeep")} />}
      <FilterBuilder
        fields={[...spec.fields, ...systemFields]}
        place={{ app, form }}
        group={group}
        onChange={setGroup}
      />
      <div className={styles.acts}>
        <Button onClick={() => apply(emptyGroup)}>{t("list.clearFilter")}</Button>
        <Button type="primary" onClick={() => apply(group)}>
          {t("list.applyFilter")}
        </Button>
      </div>
    </div>
  );
}
