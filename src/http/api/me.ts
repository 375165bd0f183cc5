import Type from "typebox";
import {
  consentOf,
  currentNotice,
  giveConsent,
  publishNotice,
  withdrawConsent,
} from "../../actions/consents.ts";
import { correctionsToDecide, correctMyData, decideCorrection } from "../../actions/corrections.ts";
import { eraseMyData, exportMyData, myData } from "../../actions/personal-data.ts";
import { operation } from "./operation.ts";
import { fields, Id, iso, isoOrNull, Moment, orNull, text } from "./schemas.ts";

const of = { tag: "个人信息", who: "person" } as const;

const Groups = Type.Array(
  fields({
    key: Type.String(),
    title: Type.String(),
    rows: Type.Array(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()]))),
  }),
);
const Sentences = Type.Array(Type.String());

/** What a person may see, correct, take along and have deleted of what is kept of him. */
export const meOperations = [
  operation({
    ...of,
    id: "getMyData",
    method: "get",
    path: "/me/data",
    summary: "系统里存了我什么",
    answer: fields({ groups: Groups }),
    run: async ({ work }) => ({ groups: await myData(work) }),
  }),
  operation({
    ...of,
    id: "exportMyData",
    method: "post",
    path: "/me/data/export",
    summary: "导出我的信息",
    answer: fields({ exportedAt: Moment, groups: Groups }),
    run: ({ work }) => exportMyData(work),
  }),
  operation({
    ...of,
    id: "correctMyData",
    method: "post",
    path: "/me/data/corrections",
    summary: "更正我的信息",
    notes: "手机号当时就改;姓名由管理员核实后改。",
    body: fields({ name: Type.Optional(text(40)), phone: Type.Optional(orNull(text(30))) }),
    answer: fields({ nameAsked: Type.Boolean(), phone: orNull(Type.String()) }),
    run: async ({ work, body }) => {
      const { nameAsked, phone } = await correctMyData(work, body);
      return { nameAsked, phone };
    },
  }),
  operation({
    ...of,
    id: "eraseMyData",
    method: "delete",
    path: "/me/data",
    summary: "删除我的信息",
    notes: "答复写明删了什么、依法留下什么和为什么。",
    answer: fields({ done: Sentences, kept: Sentences }),
    run: async ({ work }) => {
      const { done, kept } = await eraseMyData(work);
      return { done, kept };
    },
  }),
  operation({
    ...of,
    id: "getConsent",
    method: "get",
    path: "/me/consent",
    summary: "个人信息告知书,和我同意过没有",
    answer: fields({
      notice: fields({
        version: Type.Integer(),
        title: Type.String(),
        body: Type.String(),
        publishedAt: Moment,
      }),
      given: orNull(fields({ version: Type.Integer(), agreedAt: Moment, current: Type.Boolean() })),
    }),
    run: async ({ work }) => {
      const { version, title, body, publishedAt } = await currentNotice(work);
      const given = await consentOf(work);
      return {
        notice: { version, title, body, publishedAt: iso(publishedAt) },
        given: given && { version: given.version, agreedAt: iso(given.agreedAt), current: given.current },
      };
    },
  }),
  operation({
    ...of,
    id: "giveConsent",
    method: "put",
    path: "/me/consent",
    summary: "同意告知书",
    body: fields({ version: Type.Integer({ minimum: 1 }) }),
    run: async ({ work, body }) => {
      await giveConsent(work, body.version);
    },
  }),
  operation({
    ...of,
    id: "withdrawConsent",
    method: "delete",
    path: "/me/consent",
    summary: "撤回同意",
    answer: fields({ sentences: Sentences }),
    run: async ({ work }) => ({ sentences: await withdrawConsent(work) }),
  }),
  operation({
    ...of,
    id: "publishNotice",
    method: "post",
    path: "/consent-notices",
    summary: "发布新一版告知书",
    who: ["bureau-admin"],
    body: fields({ title: text(80), body: text(8000) }),
    status: 201,
    answer: fields({ version: Type.Integer(), publishedAt: orNull(Moment) }),
    run: async ({ work, body }) => {
      const { version, publishedAt } = await publishNotice(work, body);
      return { version, publishedAt: isoOrNull(publishedAt) };
    },
  }),
  operation({
    ...of,
    id: "listCorrections",
    method: "get",
    path: "/corrections",
    summary: "等我核实的更正申请",
    answer: fields({
      items: Type.Array(
        fields({ id: Id, personId: Id, name: Type.String(), wanted: Type.String(), askedAt: Moment }),
      ),
    }),
    run: async ({ work }) => ({
      items: (await correctionsToDecide(work)).map(({ id, personId, name, wanted, askedAt }) => ({
        id,
        personId,
        name,
        wanted,
        askedAt: iso(askedAt),
      })),
    }),
  }),
  operation({
    ...of,
    id: "decideCorrection",
    method: "post",
    path: "/corrections/{correctionId}/decision",
    summary: "核实更正申请",
    body: fields({ grant: Type.Boolean() }),
    run: ({ work, params, body }) => decideCorrection(work, params.correctionId, body),
  }),
];
