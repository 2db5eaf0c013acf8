import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/EmptyState";
import { LinkButton } from "@/ui/LinkButton";
import type { List } from "./useList";

/** Says that there is nothing, and what to do about it. */
export function NoRecords({ list }: { list: List }) {
  const { t } = useTranslation("records");
  const { search, published, app, form } = list;
  const narrowed = Boolean(search.filter || search.q);
  return (
    <EmptyState
      title={t(narrowed ? "list.nothing" : "list.empty")}
      text={t(narrowed ? "list.nothingText" : "list.emptyText")}
    >
      {narrowed ? (
        <Button onClick={() => list.change({ filter: undefined, q: undefined })}>{t("list.clearAll")}</Button>
      ) : published.acts.includes("create") ? (
        <LinkButton to="/apps/$app/forms/$form/new" params={{ app, form }} color="primary" variant="solid">
          {t("list.create")}
        </LinkButton>
      ) : null}
    </EmptyState>
  );
}
