import { DownloadOutlined, PaperClipOutlined } from "@ant-design/icons";
import { Image } from "antd";
import { useTranslation } from "react-i18next";
import { fileUrl, previewUrl } from "@/api/queries/records";
import type { FileView, Json } from "@/api/types";
import type { ViewProps } from "../../contract";
import { isMap } from "../text";
import styles from "./view.module.css";

/** The files in a value, one or several. */
export function filesOf(value: Json): FileView[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((item) =>
    isMap(item) && typeof item.id === "string"
      ? [
          {
            id: item.id,
            name: String(item.name ?? item.id),
            size: Number(item.size ?? 0),
            mime: String(item.mime ?? ""),
          },
        ]
      : [],
  );
}

/** A size in the unit that people use for it. */
export function sizeText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** step).toFixed(step > 0 && bytes / 1024 ** step < 10 ? 1 : 0)} ${units[step]}`;
}

/** Whether a browser shows it in a page of its own. */
const isShown = ({ mime }: FileView) => mime === "application/pdf" || mime.startsWith("image/");

export function FilesView({ value }: ViewProps<unknown>) {
  const { t } = useTranslation("fields");
  return (
    <ul className={styles.list} style={{ flexDirection: "column" }}>
      {filesOf(value).map((file) => (
        <li key={file.id} className={styles.file}>
          <PaperClipOutlined aria-hidden />
          {isShown(file) ? (
            <a href={fileUrl(file.id)} target="_blank" rel="noreferrer">
              {file.name}
            </a>
          ) : (
            <span>{file.name}</span>
          )}
          <span className={styles.size}>{sizeText(file.size)}</span>
          <a href={fileUrl(file.id)} download={file.name} aria-label={t("file.download", { name: file.name })}>
            <DownloadOutlined aria-hidden />
          </a>
        </li>
      ))}
    </ul>
  );
}

export function ImagesView({ value }: ViewProps<unknown>) {
  return (
    <Image.PreviewGroup>
      <span className={styles.list}>
        {filesOf(value).map((file) => (
          <Image
            key={file.id}
            className={styles.thumb}
            width={96}
            height={96}
            alt={file.name}
            src={previewUrl(file.id)}
            preview={{ src: fileUrl(file.id) }}
          />
        ))}
      </span>
    </Image.PreviewGroup>
  );
}

export function ImagesCell({ value }: ViewProps<unknown>) {
  return (
    <span className={styles.oneLine}>
      {filesOf(value)
        .slice(0, 4)
        .map((file) => (
          <img
            key={file.id}
            className={styles.thumb}
            width={28}
            height={28}
            loading="lazy"
            alt={file.name}
            src={previewUrl(file.id)}
          />
        ))}
    </span>
  );
}
