import { PictureOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { previewUrl, type RecordView } from "@/api/queries/records";
import type { Json } from "@/api/types";
import { type List, recordLink } from "../../list/useList";
import { CardFields } from "../CardFields";
import styles from "./Gallery.module.css";

/** The first picture of a value. */
function pictureOf(value: Json | undefined): string | null {
  const [first] = Array.isArray(value) ? value : [value];
  const isFile = typeof first === "object" && first !== null && !Array.isArray(first);
  return isFile && typeof first.id === "string" ? first.id : null;
}

/** Records as cards with their pictures. */
export function Gallery({ list }: { list: List }) {
  if (list.query.isPending) {
    return <Skeleton active paragraph={{ rows: 8 }} />;
  }
  return (
    <ul className={styles.gallery}>
      {list.records.map((record) => (
        <li key={record.id} className={styles.card}>
          <Cover list={list} record={record} />
          <div className={styles.text}>
            <Link {...recordLink(list, record)} className={styles.title}>
              {record.title}
            </Link>
            <CardFields list={list} record={record} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Cover({ list, record }: { list: List; record: RecordView }) {
  const key = list.view?.show.settings.image;
  const picture = typeof key === "string" ? pictureOf(record.values[key]) : null;
  return (
    <div className={styles.cover}>
      {picture ? (
        <img src={previewUrl(picture)} alt="" loading="lazy" decoding="async" />
      ) : (
        <PictureOutlined aria-hidden className={styles.none} />
      )}
    </div>
  );
}
