import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "./EmptyState";

/** Shown where there is nothing, or nothing for this person. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState page title={t("notFound.title")} text={t("notFound.text")}>
      <Link to="/">{t("notFound.home")}</Link>
    </EmptyState>
  );
}
