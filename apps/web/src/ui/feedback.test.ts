import { expect, test } from "vitest";
import { type FeedbackApi, provideFeedback, tell } from "./feedback";

/** A place for messages that remembers what it was told. */
function place() {
  const told: unknown[] = [];
  const api = { message: { success: (text: unknown) => void told.push(text) } } as unknown as FeedbackApi;
  return { told, api };
}

const settled = () => new Promise((done) => setTimeout(done));

test("what is told before there is a place for it waits, and goes to the place that is there now", async () => {
  const [first, second] = [place(), place()];
  tell.success("early");
  const leave = provideFeedback(first.api);
  await settled();
  expect(first.told).toEqual(["early"]);

  leave();
  tell.success("between");
  await settled();
  provideFeedback(second.api);
  tell.success("late");
  await settled();
  expect(first.told).toEqual(["early"]);
  expect(second.told).toEqual(["between", "late"]);
});
