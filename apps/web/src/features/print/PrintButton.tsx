import { DownloadOutlined, PrinterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Select, Spin } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type PublishedForm, printRecord, type RecordView } from "@/api/queries/records";
import { useLocalised } from "@/ui/localised";
import { ProblemView } from "@/ui/ProblemView";
import styles from "./PrintButton.module.css";

interface Props {
  app: string;
  form: string;
  record: RecordView;
  prints: PublishedForm["prints"];
}

/** Shows a record as a printed document, by the template of one's choice, and lets it be downloaded. */
export function PrintButton(props: Props) {
  const { t } = useTranslation("print");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Drawer
        open={open}
        size="large"
        title={t("title", { title: props.record.title })}
        onClose={() => setOpen(false)}
        styles={{ body: { padding: 0, display: "flex", flexDirection: "column" } }}
        destroyOnHidden
      >
        <Sheet {...props} />
      </Drawer>
    </>
  );
}

function Sheet({ app, form, record, prints }: Props) {
  const { t } = useTranslation("print");
  const localised = useLocalised();
  const [chosen, setChosen] = useState(prints[0]?.key ?? "");
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["record", app, form, record.id, "print", chosen, record.version],
    queryFn: () => printRecord(app, form, record.id, chosen),
    staleTime: 60_000,
    gcTime: 0,
    retry: false,
    enabled: chosen !== "",
  });
  const url = useBlobUrl(data);
  const name = `${record.title || record.id} ${localised(prints.find((print) => print.key === chosen)?.name)}.pdf`;
  return (
    <>
      <div className={styles.tools}>
        <Select
          className={styles.choice}
          aria-label={t("template")}
          value={chosen}
          options={prints.map((print) => ({ value: print.key, label: localised(print.name) }))}
          onChange={setChosen}
        />
        <Button
          type="primary"
          icon={<DownloadOutlined aria-hidden />}
          href={url ?? undefined}
          download={name}
          disabled={!url}
        >
          {t("download")}
        </Button>
      </div>
      {error ? <ProblemView error={error} retry={() => void refetch()} /> : null}
      {isFetching ? (
        <div className={styles.wait}>
          <Spin /> {t("making")}
        </div>
      ) : null}
      {url && !isFetching ? (
        <object className={styles.paper} data={url} type="application/pdf" aria-label={name}>
          <p className={styles.wait}>{t("noViewer")}</p>
        </object>
      ) : null}
    </>
  );
}

/** An address for a document that this page holds, given back when it is no longer shown. */
function useBlobUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
