import { SearchOutlined } from "@ant-design/icons";
import { Button, Modal, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { inOrder } from "@/core/form-model/design/chosen";
import { fieldAt } from "@/core/form-model/design/edit";
import { splitRef } from "@/core/form-model/design/place";
import { useLocalised } from "@/ui/localised";
import { useDesign } from "./context";
import { toField } from "./focus";

/** Finds a field of the form by its title, key or kind and goes to it; Ctrl+F opens it. */
export function FindButton() {
  const { t } = useTranslation("designer");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (
        (event.ctrlKey || event.metaKey) &&
        event.key.toLowerCase() === "f" &&
        !document.querySelector("[role=dialog]")
      ) {
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
        icon={<SearchOutlined aria-hidden />}
        aria-label={t("find.title")}
        title={t("find.title")}
        onClick={() => setOpen(true)}
      />
      <Modal
        open={open}
        title={t("find.title")}
        footer={null}
        width={480}
        focusable={{ focusTriggerAfterClose: false }}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Fields onFound={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Fields({ onFound }: { onFound: () => void }) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { spec, select } = useDesign();
  const options = inOrder(spec).flatMap((ref) => {
    const field = fieldAt(spec, ref);
    const { subform } = splitRef(ref);
    const holder = subform === null ? "" : `${localised(fieldAt(spec, subform)?.label)} › `;
    return field
      ? [{ value: ref, label: `${holder}${localised(field.label) || t("unnamed")}`, kind: field.type.kind }]
      : [];
  });
  return (
    <Select<string, (typeof options)[number]>
      autoFocus
      defaultOpen
      style={{ width: "100%" }}
      aria-label={t("find.label")}
      placeholder={t("find.label")}
      showSearch={{
        filterOption: (typed, option) => {
          const wanted = typed.trim().toLowerCase();
          return `${option?.label} ${option?.value} ${t(`kind.${option?.kind ?? "text"}`)}`
            .toLowerCase()
            .includes(wanted);
        },
      }}
      optionRender={({ data }) => `${data.label} · ${t(`kind.${data.kind}`)}`}
      options={options}
      onSelect={(ref) => {
        select({ field: ref });
        onFound();
        // Once the dialog has given the focus back.
        setTimeout(() => toField(ref), 350);
      }}
    />
  );
}
