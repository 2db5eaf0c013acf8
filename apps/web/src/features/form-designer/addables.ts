import i18next from "i18next";
import { partKinds } from "@/core/form-model/design/place";
import type { Addable } from "@/core/form-model/design/quick";
import { paletteGroups } from "./kinds";

let made: { language: string; all: Addable[] } | null = null;

/** All that can be added, with the words that mean it in either language. */
export function addables(): Addable[] {
  if (made?.language !== i18next.language) {
    made = { language: i18next.language, all: list() };
  }
  return made.all;
}

function list(): Addable[] {
  const word = (language: string, key: string) => i18next.getFixedT(language, "designer")(key);
  const words = (name: string, typed: string) => [
    word("zh-CN", name),
    word("en", name),
    ...(["zh-CN", "en"] as const).flatMap((language) => word(language, typed).split(" ")),
  ];
  return [
    ...paletteGroups
      .flatMap(({ kinds }) => kinds)
      .map((kind): Addable => {
        const name = i18next.t(`kind.${kind}`, { ns: "designer" });
        return { add: { kind }, name, words: [...words(`kind.${kind}`, `typed.${kind}`), kind] };
      }),
    ...partKinds.map((part): Addable => {
      const name = i18next.t(`part.${part}`, { ns: "designer" });
      return { add: { part }, name, words: [...words(`part.${part}`, `typed.${part}`), part] };
    }),
  ];
}
