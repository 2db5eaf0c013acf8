import { createElement, type ReactNode } from "react";

/** The marks that are drawn; of all others only the words inside remain. */
const marks = new Set(
  "p br h1 h2 h3 h4 strong b em i u s sub sup code pre blockquote ul ol li hr a table thead tbody tr th td span".split(
    " ",
  ),
);
const empty = new Set(["br", "hr"]);
const dropped = new Set(["script", "style", "iframe", "object", "embed", "template", "noscript"]);

/** Rich text as elements: built from an allow-list, so that no mark of another origin ever reaches the page. */
export function drawn(html: string): ReactNode[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return children(parsed.body);
}

function children(node: Node): ReactNode[] {
  return Array.from(node.childNodes, (child, index) => draw(child, index));
}

function draw(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) {
    return node.textContent;
  }
  if (!(node instanceof Element)) {
    return null;
  }
  const name = node.tagName.toLowerCase();
  if (dropped.has(name)) {
    return null;
  }
  if (!marks.has(name)) {
    return createElement("span", { key }, ...children(node));
  }
  return empty.has(name)
    ? createElement(name, { key })
    : createElement(name, { key, ...attributes(node, name) }, ...children(node));
}

function attributes(node: Element, name: string): Record<string, string> {
  if (name === "a") {
    const href = node.getAttribute("href") ?? "";
    return /^(https?:|mailto:)/i.test(href) ? { href, target: "_blank", rel: "noreferrer noopener" } : {};
  }
  const span = name === "td" || name === "th" ? ["colspan", "rowspan"] : [];
  const names: Record<string, string> = { colspan: "colSpan", rowspan: "rowSpan" };
  return Object.fromEntries(
    span.flatMap((attribute) => {
      const value = node.getAttribute(attribute);
      return value && /^\d{1,3}$/.test(value) ? [[names[attribute] as string, value]] : [];
    }),
  );
}
