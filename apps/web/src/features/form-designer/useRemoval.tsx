import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { fieldAt } from "@/core/form-model/design/edit";
import type { FieldRef } from "@/core/form-model/design/place";
import { ask, tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import type { Design } from "./context";
import { UsesList } from "./UsesList";

const toastSeconds = 8;

/** Asks before fields go that hold values, or that others go by; and offers to take the removal back. */
export function useRemoval({ spec, published }: Design, undo: () => void) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const told = useRef<"next" | "shown" | null>(null);
  // The offer stands for the last change only: with the next one it goes.
  useEffect(() => {
    if (spec && told.current === "shown") {
      told.current = null;
      tell.clear();
    } else if (told.current === "next") {
      told.current = "shown";
    }
  }, [spec]);
  return {
    mayRemove: async (refs: FieldRef[]): Promise<boolean> => {
      const inForce = refs.filter((ref) => published.has(ref));
      if (inForce.length === 0) {
        return true;
      }
      return await ask({
        title: t("remove.title", {
          name: inForce.map((ref) => localised(fieldAt(spec, ref)?.label)).join(t("listComma")),
        }),
        content: (
          <>
            <p>{t("remove.text")}</p>
            <UsesList spec={spec} refs={refs} />
          </>
        ),
        okText: t("common:act.delete"),
        okButtonProps: { danger: true },
      });
    },
    removed: (_: FieldRef[], names: string) => {
      told.current = "next";
      tell.success(
        <>
          {t("remove.done", { name: names })}
          <Button
            type="link"
            size="small"
            onClick={() => {
              undo();
              tell.clear();
            }}
          >
            {t("design:undo")}
          </Button>
        </>,
        toastSeconds,
      );
    },
  };
}
