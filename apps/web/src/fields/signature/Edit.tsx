import { EditOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { previewUrl, uploadFile } from "@/api/queries/records";
import { useTellProblem } from "@/ui/problems";
import { filesOf } from "../_shared/view/Files";
import type { EditProps } from "../contract";
import { SignaturePad } from "./SignaturePad";

/** A signature written by hand, kept as a picture. */
export function Edit({ id, value, onChange, onBlur, disabled, label, describedBy }: EditProps<unknown>) {
  const { t } = useTranslation("fields");
  const tell = useTellProblem();
  const [open, setOpen] = useState(false);
  const [drawing, setDrawing] = useState<Blob | null>(null);
  const [busy, setBusy] = useState(false);
  const [held] = filesOf(value);
  const keep = async () => {
    if (!drawing) {
      return;
    }
    setBusy(true);
    try {
      const { id: file, name, size, mime } = await uploadFile(drawing, "signature.png");
      onChange({ id: file, name, size, mime });
      setOpen(false);
      onBlur();
    } catch (error) {
      tell(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
      {held ? <img src={previewUrl(held.id)} alt={label} height={48} style={{ background: "#fff" }} /> : null}
      <Button
        id={id}
        icon={<EditOutlined aria-hidden />}
        disabled={disabled}
        aria-describedby={describedBy}
        onClick={() => setOpen(true)}
      >
        {held ? t("signature.again") : t("signature.sign")}
      </Button>
      {held && !disabled ? <Button onClick={() => onChange(null)}>{t("common:act.clear")}</Button> : null}
      <Modal
        open={open}
        title={label}
        width={640}
        destroyOnHidden
        confirmLoading={busy}
        okButtonProps={{ disabled: drawing === null }}
        onOk={() => void keep()}
        onCancel={() => setOpen(false)}
      >
        <SignaturePad onChange={setDrawing} />
      </Modal>
    </span>
  );
}
