import { expect, test } from "vitest";
import { isPage } from "./leaving";

const here = new URL("http://one.example/compare?accord=a");
const leads = (to: string) => isPage(new URL(to, here), here);

test("other pages of this site are waited for", () => {
  for (const to of [
    "/accords",
    "/compare?accord=b",
    "/compare?accord=a",
    "/bodies/some-body#members",
    "/compare",
  ])
    expect(leads(to), to).toBe(true);
});

test("files, other sites and parts of this page are not", () => {
  for (const to of [
    "/api/v1/compare?accord=a",
    "/dumps/all.nq.gz",
    "/queries.ttl",
    "/accords/one.jsonld",
    "#events",
    "http://other.example/",
  ])
    expect(leads(to), to).toBe(false);
});
