import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { totalQuery } from "@/api/queries/records";
import { grouped } from "@/fields/_shared/text";
import styles from "./ListPage.module.css";
import type { List } from "./useList";

/** How many records there are, and the way to more of them. */
export function ListFooter({ list }: { list: List }) {
  const { t } = useTranslation("records");
  const { query, records, first, app, form, question } = list;
  const [counted, setCounted] = useState<typeof question | null>(null);
  const exact = useQuery({ ...totalQuery(app, form, question), enabled: counted === question });
  const isExact = first?.total_is_exact !== false || typeof exact.data === "number";
  const total = exact.data ?? first?.total;
  return (
    <footer className={styles.footer} aria-live="polite">
      <span className="tabular">
        {total === undefined
          ? t("list.shown", { shown: grouped(records.length) })
          : t(isExact ? "list.shownOf" : "list.shownOfMore", { shown: grouped(records.length), total: grouped(total) })}
        {isExact ? null : (
          <Button size="small" type="link" loading={exact.isFetching} onClick={() => setCounted(question)}>
            {t("list.count")}
          </Button>
        )}
      </span>
      {query.hasNextPage ? (
        <Button size="small" type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
    </footer>
  );
}
