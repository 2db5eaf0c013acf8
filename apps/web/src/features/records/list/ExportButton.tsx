import { DownloadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { exportRecords } from "@/api/queries/records";
import { useTellProblem } from "@/ui/problems";
import { useTray } from "@/ui/tray";
import styles from "./ListPage.module.css";
import type { List } from "./useList";

/** Takes out what the list shows, with its columns, filter, search and order; the tray of background work has the file. */
export function ExportButton({ list }: { list: List }) {
  const { t } = useTranslation("records");
  const tell = useTellProblem();
  const client = useQueryClient();
  const openTray = useTray((tray) => tray.setOpen);
  const { app, form, question, columns } = list;
  const run = async (format: "xlsx" | "csv") => {
    const { view, filter, sort, search } = question;
    const fields = columns.filter((key) => !key.includes("."));
    try {
      await exportRecords(app, form, { view, filter, sort, search, fields, format });
      void client.invalidateQueries({ queryKey: ["jobs"] });
      openTray(true);
    } catch (error) {
      tell(error);
    }
  };
  return (
    <Dropdown
      trigger={["click"]}
      autoFocus
      menu={{
        items: (["xlsx", "csv"] as const).map((format) => ({
          key: format,
          label: t(`list.format.${format}`),
          onClick: () => void run(format),
        })),
      }}
    >
      <Button icon={<DownloadOutlined aria-hidden />} aria-label={t("list.export")}>
        <span className={styles.wide}>{t("list.export")}</span>
      </Button>
    </Dropdown>
  );
}
