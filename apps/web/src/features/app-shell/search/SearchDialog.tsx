import { LoadingOutlined, SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Input, type InputRef, Modal } from "antd";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { searchQuery } from "@/api/queries/search";
import { ProblemView } from "@/ui/ProblemView";
import { useDebounced } from "@/ui/useDebounced";
import { choicesOf } from "./choices";
import { RecentSearches } from "./RecentSearches";
import { Results } from "./Results";
import { readRecent, remember, writeRecent } from "./recent";
import styles from "./SearchDialog.module.css";

interface Props {
  /** Whose recent searches are offered. */
  person: string;
  onClose: () => void;
}

/** One field to look for words in all records that the person may see; arrows choose, Enter opens. */
export function SearchDialog({ person, onClose }: Props) {
  const { t } = useTranslation("search");
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const id = useId();
  const [text, setText] = useState("");
  const [recent, setRecent] = useState(() => readRecent(person));
  const [chosen, setChosen] = useState(0);
  const typed = text.trim();
  const q = useDebounced(typed, 200);
  const { data, error, isFetching, refetch } = useQuery(searchQuery(q));
  const items = q && typed ? (data?.items ?? []) : [];
  const choices = choicesOf(items);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other results begin at the first again
  useEffect(() => setChosen(0), [data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it concerns what is chosen
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const keep = (searches: string[]) => {
    setRecent(searches);
    writeRecent(person, searches);
  };
  const go = (index: number) => {
    const choice = choices[index];
    if (!choice) {
      return;
    }
    keep(remember(recent, q));
    onClose();
    const { app, form } = choice;
    if (choice.kind === "record") {
      void navigate({ to: "/apps/$app/forms/$form/records/$id", params: { app, form, id: choice.id } });
    } else {
      void navigate({ to: "/apps/$app/forms/$form", params: { app, form }, search: { q } });
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || choices.length === 0) {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setChosen((chosen + step + choices.length) % choices.length);
    } else if (event.key === "Enter" && q === typed) {
      event.preventDefault();
      go(chosen);
    }
  };
  const isWaiting = typed !== "" && (typed !== q || isFetching);
  const isEmpty = q !== "" && !isWaiting && !error && choices.length === 0;
  return (
    <Modal
      open
      width={640}
      footer={null}
      title={t("title")}
      onCancel={onClose}
      style={{ top: 64 }}
      afterOpenChange={(open) => open && input.current?.focus()}
    >
      <Input
        ref={input}
        size="large"
        maxLength={200}
        value={text}
        placeholder={t("placeholder")}
        prefix={isWaiting ? <LoadingOutlined aria-hidden /> : <SearchOutlined aria-hidden />}
        role="combobox"
        aria-label={t("title")}
        aria-expanded={choices.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={choices.length > 0 ? `${id}-${chosen}` : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <p className={styles.live} aria-live="polite" data-state={isWaiting ? "waiting" : "settled"}>
        {isWaiting || !q ? "" : t("found", { count: choices.filter(({ kind }) => kind === "record").length })}
      </p>
      <div className={styles.results}>
        {typed === "" ? <RecentSearches searches={recent} onChoose={setText} onForget={() => keep([])} /> : null}
        {typed && error ? <ProblemView error={error} retry={() => void refetch()} /> : null}
        {isEmpty ? (
          <div className={styles.none}>
            <strong>{t("none", { q })}</strong>
            <span>{t("noneHint")}</span>
          </div>
        ) : null}
        <Results id={id} items={items} chosen={chosen} onHover={setChosen} onGo={go} />
      </div>
      <p className={styles.keys} aria-hidden>
        <kbd>↑</kbd> <kbd>↓</kbd> {t("keys.choose")} <kbd>Enter</kbd> {t("keys.open")} <kbd>Esc</kbd> {t("keys.close")}
      </p>
    </Modal>
  );
}
