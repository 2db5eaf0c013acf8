import { PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Upload, type UploadFile, type UploadProps } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { fileUrl, previewUrl } from "@/api/queries/records";
import type { FileView, Json } from "@/api/types";
import { tell } from "@/ui/feedback";
import type { EditProps } from "../../contract";
import { filesOf } from "../view/Files";
import styles from "./FileInput.module.css";
import { type FileSettings, limitsOf, refusalOf } from "./fileLimits";
import { useUploads } from "./useUploads";

interface Props extends EditProps<FileSettings> {
  many: boolean;
  pictures: boolean;
}

const asJson = ({ id, name, size, mime }: FileView): Json => ({ id, name, size, mime });

/** Attaches files; each is uploaded at once, so that saving the record is quick. */
function AttachInput({ many, pictures, ...props }: Props) {
  const { id, value, settings, onChange, onBlur, disabled, describedBy, label } = props;
  const { t } = useTranslation("fields");
  const held = filesOf(value);
  // Several uploads may end before the page is drawn again: each adds to what the one before has put there.
  const latest = useRef(held);
  useEffect(() => {
    latest.current = filesOf(value);
  }, [value]);
  const put = (files: FileView[]) => {
    latest.current = files;
    onChange(files.length === 0 ? null : many ? files.map(asJson) : asJson(files[files.length - 1] as FileView));
    onBlur();
  };
  const uploads = useUploads((file) => put(many ? [...latest.current, file] : [file]));
  const limits = limitsOf(settings, many, pictures);
  const count = held.length + uploads.coming.length;
  const fits: UploadProps["beforeUpload"] = (file, chosen) => {
    const refusal = refusalOf(file, count + chosen.indexOf(file), limits);
    if (refusal) {
      tell.error(t(refusal.key, refusal.params));
      return Upload.LIST_IGNORE;
    }
    return true;
  };
  const list: UploadFile[] = [
    ...held.map((file) => ({
      uid: file.id,
      name: file.name,
      status: "done" as const,
      url: fileUrl(file.id),
      thumbUrl: pictures ? previewUrl(file.id) : undefined,
    })),
    ...uploads.coming,
  ];
  return (
    <Upload
      id={id}
      className={styles.upload}
      multiple={many}
      accept={limits.accept.join(",")}
      listType={pictures ? "picture-card" : "text"}
      fileList={list}
      beforeUpload={fits}
      customRequest={({ file }) => {
        if (file instanceof File) {
          void uploads.start("uid" in file ? String(file.uid) : file.name, file);
        }
      }}
      progress={{ size: [-1, 2], showInfo: false, "aria-label": t("file.progress") }}
      disabled={disabled}
      onRemove={(file) => {
        if (held.some((item) => item.id === file.uid)) {
          put(held.filter((item) => item.id !== file.uid));
        } else {
          uploads.remove(file.uid);
        }
      }}
      aria-describedby={describedBy}
    >
      {count >= limits.most || disabled ? null : pictures ? (
        <button type="button" className={styles.addPicture}>
          <PlusOutlined aria-hidden />
          <div>{t("file.addImage")}</div>
          <span className="visually-hidden">{label}</span>
        </button>
      ) : (
        <Button icon={<UploadOutlined aria-hidden />}>
          {t("file.add")}
          <span className="visually-hidden">{label}</span>
        </Button>
      )}
    </Upload>
  );
}

export const FileInput = (props: EditProps<FileSettings>) => <AttachInput {...props} many={false} pictures={false} />;
export const FilesInput = (props: EditProps<FileSettings>) => <AttachInput {...props} many pictures={false} />;
export const ImageInput = (props: EditProps<FileSettings>) => <AttachInput {...props} many={false} pictures />;
export const ImagesInput = (props: EditProps<FileSettings>) => <AttachInput {...props} many pictures />;
