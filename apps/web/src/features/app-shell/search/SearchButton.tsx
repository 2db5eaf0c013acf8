import { SearchOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const SearchDialog = lazy(() => import("./SearchDialog").then((module) => ({ default: module.SearchDialog })));

/** Opens the search over everything; Ctrl+K or ⌘K does too, wherever one is. */
export function SearchButton({ person }: { person: string }) {
  const { t } = useTranslation("search");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen(true);
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <Button
        type="text"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        aria-label={t("open")}
        title={t("open")}
        icon={<SearchOutlined aria-hidden style={{ fontSize: 18 }} />}
        onClick={() => setOpen(true)}
      />
      {open ? (
        <Suspense>
          <SearchDialog person={person} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
