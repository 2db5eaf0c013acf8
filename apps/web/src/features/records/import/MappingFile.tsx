import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Upload } from "antd";
import { useTranslation } from "react-i18next";
import type { ImportMapping } from "@/api/queries/imports";
import { tell } from "@/ui/feedback";
import styles from "./ImportPage.module.css";
import type { ImportWizard } from "./useImport";

/** Keeps a mapping for the next file of the same kind, and takes one that was kept. */
export function MappingFile({ wizard }: { wizard: ImportWizard }) {
  const { t } = useTranslation("import");
  const { mapping, setMapping } = wizard;
  const take = async (file: File) => {
    const read = parsed(await file.text());
    if (read) {
      setMapping({ ...mapping, match: [], on_match: "create", ...read });
    } else {
      tell.error(t("mappingUnreadable"));
    }
  };
  return (
    <div className={styles.acts}>
      <Upload
        accept=".json"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <Button icon={<UploadOutlined aria-hidden />}>{t("takeMapping")}</Button>
      </Upload>
      <Button
        icon={<DownloadOutlined aria-hidden />}
        href={`data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(mapping, null, 2))}`}
        download={`${wizard.file?.name.replace(/\.\w+$/, "") ?? "import"}.mapping.json`}
      >
        {t("keepMapping")}
      </Button>
    </div>
  );
}

/** A mapping document; what else is wrong with it the server says. */
function parsed(text: string): Partial<ImportMapping> | null {
  try {
    const read: unknown = JSON.parse(text);
    const isMapping = typeof read === "object" && read !== null && "columns" in read && Array.isArray(read.columns);
    return isMapping ? (read as Partial<ImportMapping>) : null;
  } catch {
    return null;
  }
}
