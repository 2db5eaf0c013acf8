import { PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Upload, type UploadFile, type UploadProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { previewUrl, uploadFile } from "@/api/queries/records";
import type { FileView, Json } from "@/api/types";
import { tell } from "@/ui/feedback";
import { useTellProblem } from "@/ui/problems";
import type { EditProps } from "../../contract";
import { filesOf } from "../view/Files";

interface Settings {
  max_size_mb?: number;
  accept?: string[];
  max_files?: number;
}

interface Props extends EditProps<Settings> {
  many: boolean;
  pictures: boolean;
}

const asJson = ({ id, name, size, mime }: FileView): Json => ({ id, name, size, mime });

/** Attaches files; each is uploaded at once, so that saving the record is quick. */
function AttachInput({ many, pictures, ...props }: Props) {
  const { id, value, settings, onChange, onBlur, disabled, describedBy, label } = props;
  const { t } = useTranslation("fields");
  const tellProblem = useTellProblem();
  const [coming, setComing] = useState<UploadFile[]>([]);
  const held = filesOf(value);
  const put = (files: FileView[]) => {
    onChange(files.length === 0 ? null : many ? files.map(asJson) : asJson(files[files.length - 1] as FileView));
    onBlur();
  };
  const upload: UploadProps["customRequest"] = async ({ file }) => {
    if (typeof file === "string") {
      return;
    }
    const name = file instanceof File ? file.name : "file";
    const entry: UploadFile = { uid: `${name}${Date.now()}`, name, status: "uploading" };
    setComing((list) => [...list, entry]);
    try {
      const stored = await uploadFile(file, name);
      put(many ? [...held, stored] : [stored]);
    } catch (error) {
      tellProblem(error);
    } finally {
      setComing((list) => list.filter((item) => item !== entry));
    }
  };
  const fits = (file: File) => {
    const limit = settings.max_size_mb ?? 20;
    if (file.size > limit * 1024 * 1024) {
      tell.error(t("file.tooLarge", { name: file.name, limit }));
      return Upload.LIST_IGNORE;
    }
    return true;
  };
  const list: UploadFile[] = [
    ...held.map((file) => ({
      uid: file.id,
      name: file.name,
      status: "done" as const,
      thumbUrl: pictures ? previewUrl(file.id) : undefined,
    })),
    ...coming,
  ];
  const full = held.length >= (many ? (settings.max_files ?? 20) : 1);
  return (
    <Upload
      id={id}
      multiple={many}
      accept={pictures ? "image/*" : settings.accept?.map((end) => `.${end.replace(/^\./, "")}`).join(",")}
      listType={pictures ? "picture-card" : "text"}
      fileList={list}
      beforeUpload={fits}
      customRequest={upload}
      disabled={disabled}
      onRemove={(file) => put(held.filter((item) => item.id !== file.uid))}
      aria-describedby={describedBy}
    >
      {full || disabled ? null : pictures ? (
        <button
          type="button"
          style={{ border: 0, background: "none", color: "inherit", font: "inherit", cursor: "pointer" }}
        >
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

export const FileInput = (props: EditProps<Settings>) => <AttachInput {...props} many={false} pictures={false} />;
export const FilesInput = (props: EditProps<Settings>) => <AttachInput {...props} many pictures={false} />;
export const ImageInput = (props: EditProps<Settings>) => <AttachInput {...props} many={false} pictures />;
export const ImagesInput = (props: EditProps<Settings>) => <AttachInput {...props} many pictures />;
