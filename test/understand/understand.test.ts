import { ACCOUNTS } from "./said/accounts.ts";
import { ADMINISTERING } from "./said/administering.ts";
import { ANSWERS } from "./said/answers.ts";
import { FIRST } from "./said/first.ts";
import { LATER } from "./said/later.ts";
import { LEDGER } from "./said/ledger.ts";
import { LISTS } from "./said/lists.ts";
import { MOVES } from "./said/moves.ts";
import { ORDERS } from "./said/orders.ts";
import { REQUESTS } from "./said/requests.ts";
import { STANDING } from "./said/standing.ts";
import { WISHES } from "./said/wishes.ts";
import { tests } from "./table.ts";

describe("understanding what people type", () => {
  describe("in the first county", () => tests(FIRST));
  describe("answering one question", () => tests(ANSWERS));
  describe("answering several, and correcting", () => tests(LISTS));
  describe("moving about and confirming", () => tests(MOVES));
  describe("asking, registering, rectifying and administering", () => tests(REQUESTS));
  describe("ordering others about", () => tests(ORDERS));
  describe("wishing for something", () => tests(WISHES));
  describe("telling of accounts and publications", () => tests(ACCOUNTS));
  describe("talking of problems in the ledger", () => tests(LEDGER));
  describe("reviewing, proofreading and being on duty", () => tests(STANDING));
  describe("naming whom and what an order is about", () => tests(ADMINISTERING));
  describe("in words it was not built for", () => tests(LATER));
});
