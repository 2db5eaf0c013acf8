/** Takes the person to the first field that needs attention, once its problem is drawn. */
export function focusFirstIssue(): void {
  requestAnimationFrame(() => {
    const first = document.querySelector('[role="alert"][id$="-issues"]')?.closest("[data-field], td");
    first?.scrollIntoView({ block: "center" });
    first?.querySelector<HTMLElement>("input, textarea, button, [tabindex]")?.focus({ preventScroll: true });
  });
}
