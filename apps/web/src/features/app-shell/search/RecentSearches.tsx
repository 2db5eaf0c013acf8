import { HistoryOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./SearchDialog.module.css";

interface Props {
  searches: string[];
  onChoose: (search: string) => void;
  onForget: () => void;
}

/** What was looked for before; where there is nothing yet, what can be looked for. */
export function RecentSearches({ searches, onChoose, onForget }: Props) {
  const { t } = useTranslation("search");
  if (searches.length === 0) {
    return <p className={styles.hint}>{t("hint")}</p>;
  }
  return (
    <section aria-label={t("recent")}>
      <div className={styles.group}>
        {t("recent")}
        <Button size="small" type="link" onClick={onForget}>
          {t("forget")}
        </Button>
      </div>
      <ul className={styles.recent}>
        {searches.map((search) => (
          <li key={search}>
            <Button type="text" icon={<HistoryOutlined aria-hidden />} onClick={() => onChoose(search)}>
              {search}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
