import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/** The one heading of a page, which also names the browser's tab and its entry in the history. */
export function PageHeading({ className, children }: { className?: string; children: ReactNode }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const name = heading.current?.textContent?.trim();
    document.title = name ? `${name} · ${t("product")}` : t("product");
  });
  return (
    <h1 ref={heading} className={className}>
      {children}
    </h1>
  );
}
