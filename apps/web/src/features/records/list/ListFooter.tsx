import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { grouped } from "@/fields/_shared/text";
import styles from "./ListPage.module.css";
import type { List } from "./useList";

/** How many records there are, and the way to more of them. */
export function ListFooter({ list }: { list: List }) {
  const { t } = useTranslation("records");
  const { query, records, first } = list;
  const total = first?.total;
  return (
    <footer className={styles.footer} aria-live="polite">
      <span className="tabular">
        {total === undefined
          ? t("list.shown", { shown: grouped(records.length) })
          : t(first?.total_is_exact === false ? "list.shownOfAbout" : "list.shownOf", {
              shown: grouped(records.length),
              total: grouped(total),
            })}
      </span>
      {query.hasNextPage ? (
        <Button size="small" type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
    </footer>
  );
}
