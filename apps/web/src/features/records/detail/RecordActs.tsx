import { DeleteOutlined, EditOutlined, MoreOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown, type MenuProps } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { deleteRecord, pressButton, restoreRecord } from "@/api/queries/records";
import { holds } from "@/core/filter/holds";
import type { ButtonSpec } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";
import { useConfirmWarnings } from "@/ui/confirm";
import { ask, tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";
import { isOpen } from "../form/RecordForm";
import { ButtonAsk } from "./ButtonAsk";
import type { RecordContext } from "./DetailPage";

interface Props {
  context: RecordContext;
  /** How it is handed in for approval; shown where that can be done. */
  submit?: ReactNode;
  /** How it is printed; shown where that can be done. */
  print?: ReactNode;
}

/** What can be done with a record. */
export function RecordActs({ context, submit, print }: Props) {
  const { app, form, published, record } = context;
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const navigate = useNavigate();
  const acts = useActs(context);
  const can = (act: (typeof published.acts)[number]) => published.acts.includes(act);
  const buttons = (published.spec.buttons ?? []).filter(
    (button) => !button.available_when || holds(button.available_when, record.values),
  );
  const more: MenuProps["items"] = can("delete")
    ? [
        {
          key: "delete",
          danger: true,
          icon: <DeleteOutlined aria-hidden />,
          label: t("common:act.delete"),
          onClick: acts.remove,
        },
      ]
    : [];
  return (
    <>
      {buttons.map((button) => (
        <Button key={button.key} disabled={acts.busy} onClick={() => void acts.press(button)}>
          {localised(button.label)}
        </Button>
      ))}
      {can("print") && published.prints.length > 0 ? print : null}
      {can("update") ? (
        <Button
          icon={<EditOutlined aria-hidden />}
          onClick={() =>
            void navigate({ to: "/apps/$app/forms/$form/records/$id/edit", params: { app, form, id: record.id } })
          }
        >
          {t("common:act.edit")}
        </Button>
      ) : null}
      {published.workflow && isOpen(record) && can("update") ? submit : null}
      {more.length > 0 ? (
        <Dropdown trigger={["click"]} autoFocus menu={{ items: more }}>
          <Button icon={<MoreOutlined aria-hidden />} aria-label={t("common:act.more")} />
        </Dropdown>
      ) : null}
      {acts.asking ? (
        <ButtonAsk
          button={acts.asking.button}
          context={context}
          onGo={acts.asking.answer}
          onCancel={() => acts.asking?.answer(null)}
        />
      ) : null}
    </>
  );
}

/** How long the way back from a deletion is offered. */
const undoSeconds = 8;

function useActs({ app, form, published, record }: RecordContext) {
  const { t } = useTranslation("records");
  const localised = useLocalised();
  const client = useQueryClient();
  const navigate = useNavigate();
  const tellProblem = useTellProblem();
  const confirmWarnings = useConfirmWarnings();
  const [busy, setBusy] = useState(false);

  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["record", app, form, record.id] }),
      client.invalidateQueries({ queryKey: ["records", app, form] }),
      client.invalidateQueries({ queryKey: ["tasks"] }),
    ]);
  /** Runs an act; one that only warns is asked about and done with the warnings confirmed. */
  const run = async (act: (confirm: string[]) => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      for (let confirm: string[] = []; ; ) {
        try {
          await act(confirm);
          return true;
        } catch (error) {
          const problem = asProblem(error);
          if (problem.slug !== "confirmation_required" || !(await confirmWarnings(problem.issues))) {
            if (problem.slug !== "confirmation_required") {
              tellProblem(problem);
            }
            return false;
          }
          confirm = [...confirm, ...problem.issues.map((issue) => issue.code)];
        }
      }
    } finally {
      setBusy(false);
    }
  };

  const [asking, setAsking] = useState<{ button: ButtonSpec; answer: (values: Values | null) => void }>();
  /** What the person fills in before a button works; `null` where it is left. */
  const fillIn = async (button: ButtonSpec): Promise<Values | null> => {
    const values = await new Promise<Values | null>((answer) => setAsking({ button, answer }));
    setAsking(undefined);
    return values;
  };
  const press = async (button: ButtonSpec) => {
    const sure = !button.confirm || (await ask({ title: localised(button.confirm) }));
    const values = sure && button.ask?.length ? await fillIn(button) : {};
    if (!sure || !values) {
      return;
    }
    const { version } = record;
    if (await run((confirm) => pressButton(app, form, record.id, button.key, { version, values, confirm }))) {
      tell.success(t("detail.pressed", { name: localised(button.label) }));
      await refresh();
    }
  };
  const bringBack = async () => {
    if (await run(() => restoreRecord(app, form, record.id))) {
      tell.clear();
      await client.invalidateQueries({ queryKey: ["records", app, form] });
      void navigate({ to: "/apps/$app/forms/$form/records/$id", params: { app, form, id: record.id } });
    }
  };
  const remove = async () => {
    if (await run((confirm) => deleteRecord(app, form, record.id, record.version, confirm))) {
      client.removeQueries({ queryKey: ["record", app, form, record.id] });
      void client.invalidateQueries({ queryKey: ["records", app, form] });
      void navigate({ to: "/apps/$app/forms/$form", params: { app, form } });
      tell.success(
        <>
          {t("detail.deleted", { title: record.title || localised(published.spec.name) })}
          <Button type="link" size="small" onClick={() => void bringBack()}>
            {t("detail.undo")}
          </Button>
        </>,
        undoSeconds,
      );
    }
  };
  return { busy, press, asking, remove: () => void remove() };
}
